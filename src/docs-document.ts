import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { createAdapter } from './app.setup';
import { loadConfig } from './config/load-config';
import { createDocument } from './docs-setup';
import { Log } from './log/log';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Writes the OpenAPI document of the default configuration. Nothing is started: `preview` only reads the modules. */
async function main(file: string): Promise<void> {
  const config = loadConfig({ LATCHKEY_LOCAL: '1', LATCHKEY_SECRET: Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('base64') });
  const log = Log.to('error', process.stderr);
  const module = AppModule.with({ config, log, databaseUrl: 'postgres://nobody@localhost/none' });
  const app = await NestFactory.create<NestFastifyApplication>(module, createAdapter(config), { logger: log, preview: true });
  writeFileSync(file, `${JSON.stringify(createDocument(app, config), null, 2)}\n`);
}

void main(process.argv[2] ?? 'openapi.json');
