import { DefaultNamingStrategy } from 'typeorm';

/** Properties are camelCase, columns snake_case, so that SQL by hand reads as SQL does. */
export class SnakeCaseColumns extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string): string {
    return customName || propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
