import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { type CityResponse, Reader } from 'mmdb-lib';
import { Config } from '../config/config';
import { ConfigError } from '../config/load-config';
import type { Locale } from '../locale/locale';
import { Log } from '../log/log';

/** The language codes that MaxMind's databases name places in, where they are not ours. */
const CODES: Partial<Record<Locale, string>> = { zh: 'zh-CN' };

/** Where in the world an address is, roughly, by the database of `GEOIP_DATABASE`, which is held in memory; else nowhere. */
@Injectable()
export class Places {
  private readonly database: Reader<CityResponse> | null;

  /** @throws ConfigError where the database cannot be read */
  constructor(
    { geoipDatabase }: Config,
    private readonly log: Log,
  ) {
    this.database = geoipDatabase === null ? null : open(geoipDatabase);
  }

  /** City, region and country in words of a language, else in English; null where nothing is known of the address. */
  of(ip: string | null, locale: Locale): string | null {
    if (this.database === null || ip === null || isIP(ip) === 0) return null;
    try {
      return inWords(this.database.get(ip), locale);
    } catch (error) {
      // A letter without its place is better than none.
      this.log.failure('place_not_read', error);
      return null;
    }
  }
}

function open(path: string): Reader<CityResponse> {
  try {
    return new Reader<CityResponse>(readFileSync(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const fault = code === undefined ? `is not a MaxMind database (.mmdb): ${message}` : `cannot be read (${code})`;
    throw new ConfigError([`GEOIP_DATABASE: ${path} ${fault}; name another file, or unset it to leave the place out`]);
  }
}

function inWords(found: CityResponse | null, locale: Locale): string | null {
  const parts = [found?.city, found?.subdivisions?.[0], found?.country].map((part) => nameOf(part?.names, locale));
  // A city that is its own region, such as Berlin, is named once.
  const words = parts.filter((part, at) => part !== undefined && parts.indexOf(part) === at);
  return words.length === 0 ? null : words.join(', ');
}

function nameOf(names: object | undefined, locale: Locale): string | undefined {
  const texts = names as Readonly<Record<string, string>> | undefined;
  return texts?.[CODES[locale] ?? locale] ?? texts?.['en'];
}
