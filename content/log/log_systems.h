/* The lines of each mail system. Each sets what the line tells and returns its act; LOG_NOTHING
 * where the line is not of this system. `message` is the line behind its stamp. */
#ifndef CONTENT_LOG_LOG_SYSTEMS_H
#define CONTENT_LOG_LOG_SYSTEMS_H

#include "content/log/log_line.h"

LogAct log_exim_read(LogText message, LogLine *line);
LogAct log_postfix_read(LogText message, LogLine *line);  /* behind "postfix/smtp[12]: " */
LogAct log_sendmail_read(LogText message, LogLine *line); /* behind "sendmail[12]: " */
LogAct log_opensmtpd_read(LogText message, LogLine *line);
LogAct log_qmail_read(LogText message, LogLine *line);
LogAct log_haraka_read(LogText message, LogLine *line);

#endif
