import { applyDecorators, Controller, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../http/public';
import { SameOriginGuard } from './same-origin.guard';

/** The controller of a page for people: open to everybody, absent from the API's documentation. */
export const PageController = (path: string): ClassDecorator => applyDecorators(Public(), ApiExcludeController(), UseGuards(SameOriginGuard), Controller(path));
