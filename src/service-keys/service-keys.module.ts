import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module';
import { ServiceKey } from './service-key.entity';
import { ServiceKeysService } from './service-keys.service';

@Module({ imports: [AuditModule, TypeOrmModule.forFeature([ServiceKey])], providers: [ServiceKeysService], exports: [ServiceKeysService] })
export class ServiceKeysModule {}
