export const env = {
  mailHost: process.env.MAIL_HOST,
  mailKey: process.env.MAIL_KEY,
  mailSender: process.env.MAIL_SENDER,
  region: process.env.REGION,
};
