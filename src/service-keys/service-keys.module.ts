import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ServiceKey } from './service-key.entity';
import { ServiceKeysService } from './service-keys.service';

@Module({ imports: [TypeOrmModule.forFeature([ServiceKey])], providers: [ServiceKeysService], exports: [ServiceKeysService] })
export class ServiceKeysModule {}
