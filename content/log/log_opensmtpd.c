/* OpenSMTPD's smtpd(8), its present lines and those before 6.4. */
#include "content/log/log_systems.h"

static LogAct act_of(LogText result)
{
    if (log_text_begins(result, "PermFail"))
        return LOG_FAILED;
    return log_text_begins(result, "Ok") ? LOG_DELIVERED : LOG_DELAYED;
}

/* An envelope's id begins with that of its message: 8 of 16 digits. */
static void take_id(LogText message, LogLine *line)
{
    enum { MESSAGE = 8 };
    LogText id = log_text_between(message, "evpid=", ", ");
    if (!id.text)
        id = log_text_between(message, "msgid=", ", ");
    line->id = id.text ? (LogText){id.text, MIN(id.length, (gsize)MESSAGE)} : id;
}

/* "session mta delivery evpid=... from=<> to=<> rcpt=<-> relay="ip (host)" result="Ok" stat="..."".
 */
static LogAct read_delivery(LogText message, LogLine *line)
{
    take_id(message, line);
    line->sender = log_text_between(message, " from=<", ">");
    line->recipient = log_text_between(message, " to=<", ">");
    LogText original = log_text_between(message, " rcpt=<", ">");
    line->original = log_text_equal(original, "-") ? (LogText){0} : original;
    line->relay = log_text_between(message, " relay=\"", "\"");
    line->words = log_text_between(message, " stat=\"", "\"");
    return act_of(log_text_between(message, " result=\"", "\""));
}

/* "relay: PermFail for 1a2b3c4d5e6f7a8b: session=..., from=<>, to=<>, relay=host [ip], stat=550
 * ..." */
static LogAct read_old_delivery(LogText message, LogText behind, LogLine *line)
{
    LogText id = log_text_between(message, " for ", ":");
    line->id = (LogText){id.text, MIN(id.length, (gsize)8)};
    line->sender = log_text_between(message, " from=<", ">");
    line->recipient = log_text_between(message, " to=<", ">");
    line->relay = log_text_between(message, " relay=", ",");
    log_text_find(message, " stat=", &line->words);
    return line->recipient.text ? act_of(behind) : LOG_OTHER;
}

LogAct log_opensmtpd_read(LogText message, LogLine *line)
{
    LogText behind;
    if (log_text_find(message, " delivery evpid=", NULL) &&
        log_text_find(message, "result=\"", NULL))
        return read_delivery(message, line);
    if (log_text_begins(message, "relay: "))
        return read_old_delivery(message, log_text_from(message, 7), line);
    if (log_text_find(message, "failed-command command=\"RCPT TO:<", &behind)) {
        line->recipient = log_text_until(behind, ">");
        line->words = log_text_between(behind, " result=\"", "\"");
        return LOG_REFUSED;
    }
    return log_text_find(message, " smtp ", NULL) || log_text_find(message, " mta ", NULL) ||
                   log_text_find(message, " mda ", NULL)
               ? LOG_OTHER
               : LOG_NOTHING;
}
