import { Module } from '@nestjs/common';
import { LetterWriters } from './letter-writers';
import { LettersModule } from './letters.module';
import { MailDelivery } from './mail-delivery';
import { MailQueueModule } from './mail-queue.module';
import { MailSweep } from './mail-sweep';
import { MailWorker } from './mail-worker';

/** The queue and the worker that empties it. */
@Module({
  imports: [MailQueueModule, LettersModule],
  providers: [LetterWriters, MailDelivery, MailWorker, MailSweep],
  exports: [MailQueueModule, LettersModule, LetterWriters],
})
export class MailModule {}
