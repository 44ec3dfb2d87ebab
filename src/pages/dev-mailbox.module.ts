import { Module } from '@nestjs/common';
import { LettersModule } from '../mail/letters.module';
import { DevMailboxController } from './dev-mailbox.controller';
import { DevPreviewController } from './dev-preview.controller';

@Module({ imports: [LettersModule], controllers: [DevMailboxController, DevPreviewController] })
export class DevMailboxModule {}
