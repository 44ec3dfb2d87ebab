import { applyDecorators, type CanActivate, Controller, type Type, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../http/public';
import { BrowserSessionGuard } from './browser-session.guard';
import { NamedOriginGuard } from './named-origin.guard';
import { SameOriginGuard } from './same-origin.guard';

/** The controller of a page for people: open to everybody, absent from the API's documentation. */
export const PageController = (path: string): ClassDecorator => page(path, SameOriginGuard);

/** The controller of a page where a browser may be signed in: its cookie comes along by itself, so the form's origin must be known. */
export const SignedInPageController = (path: string): ClassDecorator => page(path, NamedOriginGuard, BrowserSessionGuard);

const page = (path: string, ...guards: Type<CanActivate>[]): ClassDecorator =>
  applyDecorators(Public(), ApiExcludeController(), UseGuards(...guards), Controller(path));
