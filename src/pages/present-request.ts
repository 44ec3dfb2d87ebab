import type { OpenRequest } from '../password-recovery/recovery-approval.service';
import type { NoticedSignIn } from '../password-recovery/session-denial.service';
import { derivedDevice } from '../sessions/device';
import type { PageData } from './page-data';
import { type PageLanguage, spoken } from './page-language';
import type { SayOnPage } from './words/page-words';

export function presentRequest(request: OpenRequest, token: string, now: Date, language: PageLanguage): PageData['recovery-request'] {
  const { at, ip, userAgent, approved, approvable } = request;
  return { token, at: spoken(language, at, now), device: derivedDevice({}, { ip, userAgent }).label, userAgent, ip, approved, mayApprove: approvable };
}

export function presentSignIn({ at, device, ip }: NoticedSignIn, token: string, now: Date, language: PageLanguage): PageData['not-me'] {
  return { token, at: spoken(language, at, now), device, ip };
}

export function approvedNotice(say: SayOnPage): PageData['notice'] {
  return { title: say('request.approved-title'), message: say('request.approved-text'), action: null, openedAt: 'account/recovery-request/approved' };
}

export function deniedNotice(say: SayOnPage): PageData['notice'] {
  const action = { label: say('request.denied-action'), to: 'account/recover', token: null } as const;
  return { title: say('request.denied-title'), message: say('request.denied-text'), action, openedAt: 'account/recovery-request/denied' };
}

export function nothingWaitsNotice(token: string, say: SayOnPage): PageData['notice'] {
  const action = { label: say('link.new-password'), to: 'account/recover/confirm', token } as const;
  return { title: say('request.nothing-title'), message: say('request.nothing-text'), action, openedAt: 'account/recovery-request', token };
}
