import { definePublicPage } from '../../core/module.js';
import { PublicDocumentPage } from './public/public-document-page.js';

export default definePublicPage({ prefix: '/p/', page: PublicDocumentPage });
