import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { StoredRows } from '../database/stored-rows';
import { Activity, exportedEvent } from './activity';
import { ActivityController } from './activity.controller';
import { ExportController } from './export.controller';
import { PersonalData } from './personal-data';
import { Audit } from './audit';
import { AuditBuffer } from './audit-buffer';
import { AuditEvent } from './audit-event.entity';
import { AuditRepository } from './audit.repository';
import { AuditSubjects } from './audit-subjects';
import { AuditSweep } from './audit-sweep';

/** Not global, though many import it: Nest closes the database, which is, only after what is not. */
@Module({
  imports: [TypeOrmModule.forFeature([AuditEvent])],
  controllers: [ActivityController, ExportController],
  providers: [AuditRepository, AuditSubjects, AuditBuffer, Audit, AuditSweep, Activity, PersonalData],
  exports: [Audit, AuditBuffer, AuditSubjects, PersonalData],
})
export class AuditModule {
  constructor(data: PersonalData, rows: StoredRows) {
    const read = rows.reader('audit_events', 'subject_id');
    data.register({ name: 'activity', table: 'audit_events', read: async (userId) => (await read(userId)).map(exportedEvent) });
  }
}
