import type { Translation } from '../../locale/catalogue';
import type { en } from './en';

/** Simplified characters, full-width punctuation. */
export const zh: Translation<typeof en> = {
  greeting: '{name}，您好：',
  greeting_nameless: '您好：',
  fact: '{label}：{value}',
  open_address: '或者打开以下地址：',
  confirm_address: '确认我的地址',
  choose_password: '设置新密码',
  works: '此链接 {hours, plural, other {# 小时}}内有效。',
  was_you: '如果是您本人的操作，则一切正常，您无需采取任何行动。',
  new_address: '新地址',
  keep_link: '请勿将此链接转发给任何人：拿到它的人可以盗用您的账户。',
  keep_link_and_code: '请勿将此链接或验证码告诉任何人：拿到其中任何一个的人都可以盗用您的账户。',

  'welcome.subject': '欢迎使用 Latchkey：请确认您的邮箱地址',
  'welcome.intro': '欢迎使用 Latchkey。有人用此邮箱地址创建了一个账户。请确认该地址属于您：',
  'welcome.why': '您收到这封邮件，是因为有人用 {to} 注册了账户。',
  'welcome.not_you': '如果不是您本人的操作，您无需采取任何行动：未经您确认，该注册不会生效。',

  'confirm_address.subject': '请确认您的邮箱地址',
  'confirm_address.intro': '请确认此邮箱地址属于您的账户：',
  'confirm_address.why': '您收到这封邮件，是因为有人将 {to} 填写为账户的邮箱地址。',

  'recover_password.subject': '请设置新密码',
  'recover_password.intro': '有人（希望是您本人）申请重置您账户的密码。请在此设置新密码：',
  'recover_password.works': '此链接 {minutes, plural, other {# 分钟}}内有效，且只能使用一次。',
  'recover_password.code': '或者在要求输入验证码的应用中输入以下验证码。该验证码 {minutes, plural, other {# 分钟}}内有效，且只能使用一次：',
  'recover_password.approve': '仅当您本人在某个应用中提出了申请，并且该应用正在等待新密码时，才请打开此页面并选择“是”。',
  'recover_password.why': '您收到这封邮件，是因为有人用地址 {to} 申请重置密码。',
  'recover_password.not_you': '如果不是您本人的操作，您无需采取任何行动：您的密码保持不变。',

  'password_changed.subject': '您的密码已更改',
  'password_changed.intro': '您账户的密码已于 {at} 更改。',
  'password_changed.not_you': '如果不是您本人的操作，请立即设置新密码。这样，所有设备都会退出您的账户：',
  'password_changed.why': '您收到这封邮件，是因为 {to} 是该账户的邮箱地址，以免有人在您不知情的情况下更改密码。',

  'new_device.subject': '您的账户有新的登录',
  'new_device.intro': '有人在一台此前未出现过的设备上登录了您的账户：',
  'new_device.device': '设备',
  'new_device.unknown': '未知',
  'new_device.time': '时间',
  'new_device.ip': 'IP 地址',
  'new_device.place': '大致地点',
  'new_device.not_you': '如果不是您本人的操作，请让该设备退出登录，并设置新密码：',
  'new_device.button': '不是我本人',
  'new_device.works': '此链接 {days, plural, other {# 天}}内有效，且只能使用一次。',
  'new_device.why': '您收到这封邮件，是因为 {to} 是该账户的邮箱地址，以免有人在您不知情的情况下登录。',

  'account_exists.subject': '您已有账户',
  'account_exists.intro': '有人尝试用您的邮箱地址注册，但您已有账户。直接登录即可。',
  'account_exists.forgotten': '如果您忘记了密码，可以设置新密码：',
  'account_exists.why': '您收到这封邮件，是因为 {to} 是某个账户的邮箱地址。',
  'account_exists.not_you': '如果尝试注册的不是您本人，您无需采取任何行动：没有任何更改，尝试注册的人也没有被告知您已有账户。',

  'address_change_notice.subject': '您的邮箱地址即将更改',
  'address_change_notice.intro': '有人在登录您的账户后，要求更改账户的邮箱地址。新地址得到确认后，更改即会生效。',
  'address_change_notice.not_you': '如果不是您本人的操作，请立即设置新密码。这样可以阻止此次更改，并让所有设备从您的账户中退出登录：',
  'address_change_notice.undo': '如果不是您本人的操作，请撤销此次更改。此链接 {hours, plural, other {# 小时}}内有效，即使新地址已经得到确认：',
  'address_change_notice.undo_button': '撤销更改',
  'address_change_notice.why': '您收到这封邮件，是因为 {to} 是该账户当前的邮箱地址，以免有人在您不知情的情况下更改它。',

  'address_changed.subject': '您的邮箱地址已更改',
  'address_changed.intro': '管理员更改了您账户的邮箱地址。今后与该账户有关的邮件将发送到新地址。',

  'address_restored.subject': '您的邮箱地址更改已被撤销',
  'address_restored.intro': '能够查收您账户原邮箱的人撤销了此次更改。账户已恢复为原邮箱地址，所有设备均已退出登录，密码也已失效。',

  'former_address.unexpected': '如果您事先并不知情，请立即联系服务的管理方。',
  'former_address.why': '您收到这封邮件，是因为 {to} 此前是该账户的邮箱地址，以免有人在您不知情的情况下更改它。',
};
