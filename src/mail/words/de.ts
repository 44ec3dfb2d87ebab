import type { Translation } from '../../locale/catalogue';
import type { en } from './en';

/** After a greeting with a comma German goes on in lower case. */
export const de: Translation<typeof en> = {
  greeting: 'Guten Tag {name},',
  greeting_nameless: 'Guten Tag,',
  fact: '{label}: {value}',
  open_address: 'Oder öffnen Sie diese Adresse:',
  confirm_address: 'Adresse bestätigen',
  choose_password: 'Neues Passwort wählen',
  works: 'Der Link ist {hours, plural, one {# Stunde} other {# Stunden}} lang gültig.',
  was_you: 'Wenn Sie es waren, ist alles in Ordnung und Sie brauchen nichts zu tun.',
  new_address: 'Neue Adresse',
  keep_link: 'Geben Sie den Link an niemanden weiter: Wer ihn hat, kann Ihr Konto übernehmen.',
  keep_link_and_code: 'Geben Sie weder den Link noch den Code weiter: Wer eines davon hat, kann Ihr Konto übernehmen.',

  'welcome.subject': 'Willkommen bei Latchkey: Bitte bestätigen Sie Ihre Adresse',
  'welcome.intro': 'willkommen bei Latchkey. Mit dieser E-Mail-Adresse wurde ein Konto angelegt. Bitte bestätigen Sie, dass die Adresse Ihnen gehört:',
  'welcome.why': 'Sie erhalten diese E-Mail, weil jemand {to} registriert hat.',
  'welcome.not_you': 'Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ohne Ihre Bestätigung ist die Registrierung wirkungslos.',

  'confirm_address.subject': 'Bitte bestätigen Sie Ihre Adresse',
  'confirm_address.intro': 'bitte bestätigen Sie, dass diese E-Mail-Adresse zu Ihrem Konto gehört:',
  'confirm_address.why': 'Sie erhalten diese E-Mail, weil jemand {to} als Adresse eines Kontos angegeben hat.',

  'recover_password.subject': 'Wählen Sie ein neues Passwort',
  'recover_password.intro': 'jemand, hoffentlich Sie selbst, hat für Ihr Konto ein neues Passwort angefordert. Hier können Sie es wählen:',
  'recover_password.works': 'Der Link ist {minutes, plural, one {# Minute} other {# Minuten}} lang gültig und funktioniert nur einmal.',
  'recover_password.code':
    'Oder geben Sie diesen Code in der App ein, die danach fragt. Er ist ' +
    '{minutes, plural, one {# Minute} other {# Minuten}} lang gültig und funktioniert nur einmal:',
  'recover_password.approve':
    'Nur wenn Sie das neue Passwort selbst angefordert haben, und zwar in einer App, die jetzt darauf wartet: ' +
    'Öffnen Sie diese Seite und antworten Sie mit Ja.',
  'recover_password.why': 'Sie erhalten diese E-Mail, weil für die Adresse {to} ein neues Passwort angefordert wurde.',
  'recover_password.not_you': 'Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.',

  'password_changed.subject': 'Ihr Passwort wurde geändert',
  'password_changed.intro': 'das Passwort Ihres Kontos wurde am {at} geändert.',
  'password_changed.not_you': 'Wenn Sie es nicht waren, wählen Sie sofort ein neues Passwort. Damit werden alle Geräte von Ihrem Konto abgemeldet:',
  'password_changed.why': 'Sie erhalten diese E-Mail, weil {to} die Adresse des Kontos ist, damit niemand unbemerkt das Passwort ändert.',

  'new_device.subject': 'Neue Anmeldung bei Ihrem Konto',
  'new_device.intro': 'jemand hat sich mit einem bisher unbekannten Gerät bei Ihrem Konto angemeldet:',
  'new_device.device': 'Gerät',
  'new_device.unknown': 'unbekannt',
  'new_device.time': 'Zeit',
  'new_device.ip': 'IP-Adresse',
  'new_device.place': 'Ungefährer Ort',
  'new_device.not_you': 'Wenn Sie es nicht waren, melden Sie dieses Gerät ab und wählen Sie ein neues Passwort:',
  'new_device.button': 'Das war ich nicht',
  'new_device.works': 'Der Link ist {days, plural, one {# Tag} other {# Tage}} lang gültig und funktioniert nur einmal.',
  'new_device.why': 'Sie erhalten diese E-Mail, weil {to} die Adresse des Kontos ist, damit sich niemand unbemerkt anmeldet.',

  'account_exists.subject': 'Sie haben bereits ein Konto',
  'account_exists.intro': 'jemand wollte sich mit Ihrer E-Mail-Adresse registrieren, aber Sie haben bereits ein Konto. Melden Sie sich einfach damit an.',
  'account_exists.forgotten': 'Wenn Sie das Passwort vergessen haben, können Sie ein neues wählen:',
  'account_exists.why': 'Sie erhalten diese E-Mail, weil {to} die Adresse eines Kontos ist.',
  'account_exists.not_you':
    'Wenn nicht Sie sich registrieren wollten, brauchen Sie nichts zu tun: Es wurde nichts geändert, und wer es ' +
    'versucht hat, hat nicht erfahren, dass Sie ein Konto haben.',

  'address_change_notice.subject': 'Ihre E-Mail-Adresse soll geändert werden',
  'address_change_notice.intro':
    'jemand, der bei Ihrem Konto angemeldet ist, möchte dessen E-Mail-Adresse ändern. Die Änderung erfolgt, sobald die neue Adresse bestätigt ist.',
  'address_change_notice.not_you':
    'Wenn Sie es nicht waren, wählen Sie sofort ein neues Passwort. Das verhindert die Änderung, und alle Geräte werden von Ihrem Konto abgemeldet:',
  'address_change_notice.undo':
    'Wenn Sie es nicht waren, machen Sie die Änderung rückgängig. ' +
    'Der Link ist {hours, plural, one {# Stunde} other {# Stunden}} lang gültig, auch wenn die neue Adresse schon bestätigt wurde:',
  'address_change_notice.undo_button': 'Änderung rückgängig machen',
  'address_change_notice.why': 'Sie erhalten diese E-Mail, weil {to} die jetzige Adresse des Kontos ist, damit niemand sie unbemerkt ändert.',

  'address_changed.subject': 'Ihre E-Mail-Adresse wurde geändert',
  'address_changed.intro': 'die Administration hat die E-Mail-Adresse Ihres Kontos geändert. Nachrichten zu diesem Konto gehen von nun an an die neue Adresse.',

  'address_restored.subject': 'Die Änderung Ihrer E-Mail-Adresse wurde rückgängig gemacht',
  'address_restored.intro':
    'wer die E-Mails der früheren Adresse Ihres Kontos liest, hat die Änderung zurückgenommen. ' +
    'Das Konto hat wieder die frühere Adresse, alle Geräte sind abgemeldet, und das Passwort gilt nicht mehr.',

  'former_address.unexpected': 'Wenn Sie damit nicht gerechnet haben, wenden Sie sich umgehend an die Betreiber des Dienstes.',
  'former_address.why': 'Sie erhalten diese E-Mail, weil {to} bisher die Adresse des Kontos war, damit niemand sie unbemerkt ändert.',
};
