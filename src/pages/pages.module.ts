import { Module } from '@nestjs/common';
import { ApiRegistry } from '../http/api-registry';
import { DevMailboxModule } from './dev-mailbox.module';
import { pagesApi } from './pages-api';
import { StyleController } from './style.controller';

@Module({ imports: [DevMailboxModule], controllers: [StyleController] })
export class PagesModule {
  constructor(apis: ApiRegistry) {
    apis.register(pagesApi);
  }
}
