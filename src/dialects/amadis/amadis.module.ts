import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../../audit/audit.module';
import { PersonalData } from '../../audit/personal-data';
import { AuthModule } from '../../auth/auth.module';
import { CredentialsModule } from '../../credentials/credentials.module';
import { StoredRows } from '../../database/stored-rows';
import { ApiRegistry } from '../../http/api-registry';
import { PasswordRecoveryModule } from '../../password-recovery/password-recovery.module';
import { ServiceKeysModule } from '../../service-keys/service-keys.module';
import { TokensModule } from '../../tokens/tokens.module';
import { AmadisAccounts } from './amadis-accounts.service';
import { amadisApi } from './amadis-api';
import { AmadisSecret } from './amadis-secret.entity';
import { AmadisSecrets } from './amadis-secrets.service';
import { AmadisController } from './amadis.controller';

@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([AmadisSecret]), AuthModule, CredentialsModule, PasswordRecoveryModule, ServiceKeysModule, TokensModule],
  controllers: [AmadisController],
  providers: [AmadisAccounts, AmadisSecrets],
})
export class AmadisModule {
  constructor(apis: ApiRegistry, data: PersonalData, rows: StoredRows) {
    data.register({ name: 'amadisSecret', table: 'amadis_secrets', read: rows.single('amadis_secrets', 'user_id', ['sealed_secret']) });
    apis.register(amadisApi);
  }
}
