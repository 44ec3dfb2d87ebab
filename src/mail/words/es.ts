import type { Translation } from '../../locale/catalogue';
import type { en } from './en';

export const es: Translation<typeof en> = {
  greeting: 'Hola, {name}:',
  greeting_nameless: 'Hola:',
  fact: '{label}: {value}',
  open_address: 'O abra esta dirección:',
  confirm_address: 'Confirmar mi dirección',
  choose_password: 'Elegir una contraseña nueva',
  works: 'El enlace es válido durante {hours, plural, one {# hora} many {# de horas} other {# horas}}.',
  was_you: 'Si ha sido usted, todo está en orden y no tiene que hacer nada.',
  new_address: 'Dirección nueva',
  keep_link: 'No comparta el enlace con nadie: quien lo tenga puede apropiarse de su cuenta.',
  keep_link_and_code: 'No comparta con nadie el enlace ni el código: quien tenga uno de ellos puede apropiarse de su cuenta.',

  'welcome.subject': 'Le damos la bienvenida a Latchkey: confirme su dirección',
  'welcome.intro':
    'Le damos la bienvenida a Latchkey. Se ha creado una cuenta con esta dirección de correo electrónico. Confirme, por favor, que la dirección es suya:',
  'welcome.why': 'Recibe este mensaje porque alguien ha registrado {to}.',
  'welcome.not_you': 'Si no ha sido usted, no tiene que hacer nada: sin su confirmación, el registro no tiene ningún efecto.',

  'confirm_address.subject': 'Confirme su dirección',
  'confirm_address.intro': 'Confirme, por favor, que esta dirección de correo electrónico pertenece a su cuenta:',
  'confirm_address.why': 'Recibe este mensaje porque alguien ha indicado {to} como dirección de una cuenta.',

  'recover_password.subject': 'Elija una contraseña nueva',
  'recover_password.intro': 'Alguien, esperamos que usted, ha solicitado una contraseña nueva para su cuenta. Puede elegirla aquí:',
  'recover_password.works': 'El enlace es válido durante {minutes, plural, one {# minuto} many {# minutos} other {# minutos}} y solo se puede usar una vez.',
  'recover_password.code':
    'O introduzca este código en la aplicación que se lo pide. Es válido durante ' +
    '{minutes, plural, one {# minuto} many {# minutos} other {# minutos}} y solo se puede usar una vez:',
  'recover_password.approve':
    'Solo si fue usted quien la solicitó, en una aplicación que ahora está esperando la contraseña nueva: abra esta página y responda que sí.',
  'recover_password.why': 'Recibe este mensaje porque se ha solicitado una contraseña nueva con la dirección {to}.',
  'recover_password.not_you': 'Si no ha sido usted, no tiene que hacer nada: su contraseña sigue siendo la misma.',

  'password_changed.subject': 'Su contraseña ha cambiado',
  'password_changed.intro': 'La contraseña de su cuenta se cambió el {at}.',
  'password_changed.not_you':
    'Si no ha sido usted, elija de inmediato una contraseña nueva. Con ello se cerrará la sesión de su cuenta en todos los dispositivos:',
  'password_changed.why': 'Recibe este mensaje porque {to} es la dirección de la cuenta, para que nadie cambie la contraseña sin que usted lo sepa.',

  'new_device.subject': 'Nuevo inicio de sesión en su cuenta',
  'new_device.intro': 'Alguien ha iniciado sesión en su cuenta desde un dispositivo desconocido hasta ahora:',
  'new_device.device': 'Dispositivo',
  'new_device.unknown': 'desconocido',
  'new_device.time': 'Fecha y hora',
  'new_device.ip': 'Dirección IP',
  'new_device.place': 'Lugar aproximado',
  'new_device.not_you': 'Si no ha sido usted, cierre la sesión de ese dispositivo y elija una contraseña nueva:',
  'new_device.button': 'No he sido yo',
  'new_device.works': 'El enlace es válido durante {days, plural, one {# día} many {# de días} other {# días}} y solo se puede usar una vez.',
  'new_device.why': 'Recibe este mensaje porque {to} es la dirección de la cuenta, para que nadie inicie sesión en ella sin que usted lo sepa.',

  'account_exists.subject': 'Ya tiene una cuenta',
  'account_exists.intro':
    'Alguien ha intentado registrarse con su dirección de correo electrónico, pero usted ya tiene una cuenta. Solo tiene que iniciar sesión con ella.',
  'account_exists.forgotten': 'Si ha olvidado la contraseña, puede elegir una nueva:',
  'account_exists.why': 'Recibe este mensaje porque {to} es la dirección de una cuenta.',
  'account_exists.not_you':
    'Si no ha sido usted quien ha intentado registrarse, no tiene que hacer nada: no se ha cambiado nada, y a ' +
    'quien lo intentó no se le ha dicho que usted tiene una cuenta.',

  'address_change_notice.subject': 'Su dirección de correo electrónico está a punto de cambiar',
  'address_change_notice.intro':
    'Alguien que ha iniciado sesión en su cuenta ha pedido cambiar la dirección de correo electrónico. El cambio ' +
    'se hará cuando se confirme la dirección nueva.',
  'address_change_notice.not_you':
    'Si no ha sido usted, elija de inmediato una contraseña nueva. Con ello se impide el cambio y se cierra la ' +
    'sesión de su cuenta en todos los dispositivos:',
  'address_change_notice.undo':
    'Si no ha sido usted, deshaga el cambio. ' +
    'El enlace es válido durante {hours, plural, one {# hora} many {# de horas} other {# horas}}, aunque la dirección nueva ya se haya confirmado:',
  'address_change_notice.undo_button': 'Deshacer el cambio',
  'address_change_notice.why': 'Recibe este mensaje porque {to} es la dirección actual de la cuenta, para que nadie la cambie sin que usted lo sepa.',

  'address_changed.subject': 'Su dirección de correo electrónico ha cambiado',
  'address_changed.intro':
    'La administración ha cambiado la dirección de correo electrónico de su cuenta. A partir de ahora, los mensajes sobre la cuenta se envían a la nueva.',

  'address_restored.subject': 'El cambio de su dirección de correo electrónico se ha deshecho',
  'address_restored.intro':
    'Quien lee el correo de la dirección anterior de su cuenta ha deshecho el cambio. ' +
    'La cuenta vuelve a tener esa dirección, se ha cerrado la sesión en todos los dispositivos y la contraseña ya no es válida.',

  'former_address.unexpected': 'Si no lo esperaba, póngase en contacto de inmediato con los responsables del servicio.',
  'former_address.why': 'Recibe este mensaje porque {to} era hasta ahora la dirección de la cuenta, para que nadie la cambie sin que usted lo sepa.',
};
