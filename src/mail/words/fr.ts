import type { Translation } from '../../locale/catalogue';
import type { en } from './en';

/** A no-break space stands before colons, as French sets them. */
export const fr: Translation<typeof en> = {
  greeting: 'Bonjour {name},',
  greeting_nameless: 'Bonjour,',
  fact: '{label}\u00a0: {value}',
  open_address: 'Ou ouvrez cette adresse\u00a0:',
  confirm_address: 'Confirmer mon adresse',
  choose_password: 'Choisir un nouveau mot de passe',
  works: 'Ce lien est valable {hours, plural, one {#\u00a0heure} many {#\u00a0d’heures} other {#\u00a0heures}}.',
  was_you: 'Si c’était vous, tout va bien et vous n’avez rien à faire.',
  new_address: 'Nouvelle adresse',
  keep_link: 'Ne transmettez ce lien à personne\u00a0: quiconque le possède peut s’emparer de votre compte.',
  keep_link_and_code: 'Ne transmettez ni le lien ni le code à personne\u00a0: quiconque possède l’un des deux peut s’emparer de votre compte.',

  'welcome.subject': 'Bienvenue sur Latchkey\u00a0: veuillez confirmer votre adresse',
  'welcome.intro': 'Bienvenue sur Latchkey. Un compte a été créé avec cette adresse e-mail. Veuillez confirmer que l’adresse est bien la vôtre\u00a0:',
  'welcome.why': 'Vous recevez ce message parce que quelqu’un a inscrit l’adresse {to}.',
  'welcome.not_you': 'Si ce n’était pas vous, vous n’avez rien à faire\u00a0: sans votre confirmation, l’inscription reste sans effet.',

  'confirm_address.subject': 'Veuillez confirmer votre adresse',
  'confirm_address.intro': 'Veuillez confirmer que cette adresse e-mail appartient à votre compte\u00a0:',
  'confirm_address.why': 'Vous recevez ce message parce que quelqu’un a indiqué {to} comme adresse d’un compte.',

  'recover_password.subject': 'Choisissez un nouveau mot de passe',
  'recover_password.intro': 'Quelqu’un, vous-même nous l’espérons, a demandé un nouveau mot de passe pour votre compte. Choisissez-le ici\u00a0:',
  'recover_password.works': 'Ce lien est valable {minutes, plural, one {# minute} many {# minutes} other {# minutes}} et ne fonctionne qu’une seule fois.',
  'recover_password.code':
    'Ou saisissez ce code dans l’application qui vous le demande. Il est valable ' +
    '{minutes, plural, one {# minute} many {# minutes} other {# minutes}} et ne fonctionne qu’une seule fois\u00a0:',
  'recover_password.approve':
    'Seulement si vous l’avez demandé vous-même, dans une application qui attend maintenant le nouveau mot de ' +
    'passe\u00a0: ouvrez cette page et répondez Oui.',
  'recover_password.why': 'Vous recevez ce message parce qu’un nouveau mot de passe a été demandé pour l’adresse {to}.',
  'recover_password.not_you': 'Si ce n’était pas vous, vous n’avez rien à faire\u00a0: votre mot de passe reste inchangé.',

  'password_changed.subject': 'Votre mot de passe a été modifié',
  'password_changed.intro': 'Le mot de passe de votre compte a été modifié le {at}.',
  'password_changed.not_you':
    'Si ce n’était pas vous, choisissez immédiatement un nouveau mot de passe. Tous les appareils seront alors déconnectés de votre compte\u00a0:',
  'password_changed.why': 'Vous recevez ce message parce que {to} est l’adresse du compte, afin que personne n’en modifie le mot de passe à votre insu.',

  'new_device.subject': 'Nouvelle connexion à votre compte',
  'new_device.intro': 'Quelqu’un s’est connecté à votre compte depuis un appareil inconnu jusqu’ici\u00a0:',
  'new_device.device': 'Appareil',
  'new_device.unknown': 'inconnu',
  'new_device.time': 'Date et heure',
  'new_device.ip': 'Adresse IP',
  'new_device.place': 'Lieu approximatif',
  'new_device.not_you': 'Si ce n’était pas vous, déconnectez cet appareil et choisissez un nouveau mot de passe\u00a0:',
  'new_device.button': 'Ce n’était pas moi',
  'new_device.works': 'Ce lien est valable {days, plural, one {#\u00a0jour} many {#\u00a0de jours} other {#\u00a0jours}} et ne fonctionne qu’une seule fois.',
  'new_device.why': 'Vous recevez ce message parce que {to} est l’adresse du compte, afin que personne ne s’y connecte à votre insu.',

  'account_exists.subject': 'Vous avez déjà un compte',
  'account_exists.intro': 'Quelqu’un a essayé de s’inscrire avec votre adresse e-mail, mais vous avez déjà un compte. Il vous suffit de vous y connecter.',
  'account_exists.forgotten': 'Si vous avez oublié le mot de passe, vous pouvez en choisir un nouveau\u00a0:',
  'account_exists.why': 'Vous recevez ce message parce que {to} est l’adresse d’un compte.',
  'account_exists.not_you':
    'Si ce n’est pas vous qui avez essayé de vous inscrire, vous n’avez rien à faire\u00a0: rien n’a été modifié, ' +
    'et la personne qui a essayé n’a pas appris que vous aviez un compte.',

  'address_change_notice.subject': 'Votre adresse e-mail va être modifiée',
  'address_change_notice.intro':
    'Une personne connectée à votre compte a demandé à en modifier l’adresse e-mail. Le changement aura lieu dès que la nouvelle adresse sera confirmée.',
  'address_change_notice.not_you':
    'Si ce n’était pas vous, choisissez immédiatement un nouveau mot de passe. Le changement sera empêché et tous ' +
    'les appareils seront déconnectés de votre compte\u00a0:',
  'address_change_notice.undo':
    'Si ce n’était pas vous, annulez le changement. ' +
    'Ce lien est valable {hours, plural, one {#\u00a0heure} many {#\u00a0d’heures} other {#\u00a0heures}}, ' +
    'même si la nouvelle adresse a déjà été confirmée\u00a0:',
  'address_change_notice.undo_button': 'Annuler le changement',
  'address_change_notice.why': 'Vous recevez ce message parce que {to} est l’adresse actuelle du compte, afin que personne ne la modifie à votre insu.',

  'address_changed.subject': 'Votre adresse e-mail a été modifiée',
  'address_changed.intro':
    'L’administration a modifié l’adresse e-mail de votre compte. Les messages qui le concernent sont désormais envoyés à la nouvelle adresse.',

  'address_restored.subject': 'Le changement de votre adresse e-mail a été annulé',
  'address_restored.intro':
    'La personne qui lit les messages de l’ancienne adresse de votre compte a annulé le changement. ' +
    'Le compte a retrouvé cette adresse, tous les appareils ont été déconnectés et le mot de passe n’est plus valable.',

  'former_address.unexpected': 'Si vous ne vous y attendiez pas, contactez immédiatement les responsables du service.',
  'former_address.why': 'Vous recevez ce message parce que {to} était jusqu’à présent l’adresse du compte, afin que personne ne la modifie à votre insu.',
};
