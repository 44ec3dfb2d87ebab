import { RouteConfig } from '@nestjs/platform-fastify';

/** What a request's route says of its forms. */
export interface RouteOfRequest {
  readonly routeOptions: { readonly config: object };
}

/** A route whose forms may hold lists: `name[]=…` for each part, or `name[0]=…`. On all others a list makes a form malformed. */
export const FormLists = () => RouteConfig({ formLists: true });

export const takesFormLists = ({ routeOptions }: RouteOfRequest): boolean => 'formLists' in routeOptions.config;
