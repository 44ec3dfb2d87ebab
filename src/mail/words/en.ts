/** The texts of letters, in ICU MessageFormat. The greeting ends with a comma; what follows it begins as the language wants. */
export const en = {
  greeting: 'Hello {name},',
  greeting_nameless: 'Hello,',
  /** Between a name and a value, such as the device of a sign-in. */
  fact: '{label}: {value}',
  open_address: 'Or open this address:',
  confirm_address: 'Confirm my address',
  choose_password: 'Choose a new password',
  works: 'The link works for {hours, plural, one {# hour} other {# hours}}.',
  was_you: 'If it was you, all is well and you need do nothing.',
  new_address: 'New address',
  keep_link: 'Don’t pass the link on to anybody: whoever has it can take your account.',
  keep_link_and_code: 'Don’t pass the link or the code on to anybody: whoever has one of them can take your account.',

  'welcome.subject': 'Welcome to Latchkey: please confirm your address',
  'welcome.intro': 'Welcome to Latchkey. An account was made with this e-mail address. Please confirm that the address is yours:',
  'welcome.why': 'You get this mail because somebody registered {to}.',
  'welcome.not_you': 'If it wasn’t you, you need do nothing: without your confirmation the address counts for nothing.',

  'confirm_address.subject': 'Please confirm your address',
  'confirm_address.intro': 'Please confirm that this e-mail address belongs to your account:',
  'confirm_address.why': 'You get this mail because somebody gave {to} as the address of an account.',

  'recover_password.subject': 'Choose a new password',
  'recover_password.intro': 'Somebody, we hope you, asked for a new password for your account. Choose one here:',
  'recover_password.works': 'The link works for {minutes, plural, one {# minute} other {# minutes}}, and once.',
  'recover_password.code': 'Or type this code into the app that asked for it. It works for {minutes, plural, one {# minute} other {# minutes}}, and once:',
  'recover_password.approve': 'Only if you asked for it yourself, in an app that is now waiting for the new password: open this page and say Yes.',
  'recover_password.why': 'You get this mail because a new password was asked for with the address {to}.',
  'recover_password.not_you': 'If it wasn’t you, you need do nothing: your password stays as it is.',

  'password_changed.subject': 'Your password was changed',
  'password_changed.intro': 'The password of your account was changed on {at}.',
  'password_changed.not_you': 'If it wasn’t you, choose a new password right away. That signs all devices out of your account:',
  'password_changed.why': 'You get this mail because {to} is the address of the account, so that nobody changes its password without your knowing.',

  'new_device.subject': 'New sign-in to your account',
  'new_device.intro': 'Somebody signed in to your account from a device that had not been seen before:',
  'new_device.device': 'Device',
  'new_device.unknown': 'unknown',
  'new_device.time': 'Time',
  'new_device.ip': 'IP address',
  'new_device.place': 'Approximate place',
  'new_device.not_you': 'If it wasn’t you, sign that device out and choose a new password:',
  'new_device.button': 'This wasn’t me',
  'new_device.works': 'The link works for {days, plural, one {# day} other {# days}}, and once.',
  'new_device.why': 'You get this mail because {to} is the address of the account, so that nobody signs in to it without your knowing.',

  'account_exists.subject': 'You already have an account',
  'account_exists.intro': 'Somebody tried to register with your e-mail address, but you have an account already. Just sign in with it.',
  'account_exists.forgotten': 'If you forgot the password, you can choose a new one:',
  'account_exists.why': 'You get this mail because {to} is the address of an account.',
  'account_exists.not_you':
    'If it wasn’t you who tried to register, you need do nothing: nothing was changed, and whoever tried was not told that you have an account.',

  'address_change_notice.subject': 'Your e-mail address is about to change',
  'address_change_notice.intro': 'Somebody signed in to your account asked to change its e-mail address. The change happens once the new address is confirmed.',
  'address_change_notice.not_you': 'If it wasn’t you, choose a new password right away. That stops the change and signs all devices out of your account:',
  'address_change_notice.undo':
    'If it wasn’t you, undo the change. The link works for {hours, plural, one {# hour} other {# hours}}, even when the new address was confirmed already:',
  'address_change_notice.undo_button': 'Undo the change',
  'address_change_notice.why': 'You get this mail because {to} is the present address of the account, so that nobody changes it without your knowing.',

  'address_changed.subject': 'Your e-mail address was changed',
  'address_changed.intro': 'An administrator changed the e-mail address of your account. Mail about it goes to the new address from now on.',

  'address_restored.subject': 'The change of your e-mail address was undone',
  'address_restored.intro':
    'Whoever reads the mail of the address that your account had before took the change back. ' +
    'The account has that address again, every device is signed out, and the password no longer works.',

  'former_address.unexpected': 'If you did not expect this, write to those who run the service right away.',
  'former_address.why': 'You get this mail because {to} was the address of the account until now, so that nobody changes it without your knowing.',
} as const;
