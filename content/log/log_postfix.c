/* Postfix (smtp(8), qmgr(8), smtpd(8), postscreen(8)) and Sendmail (op.txt, "Log Level"): lines of
 * fields behind the queue id. */
#include "content/log/log_systems.h"

#include <string.h>

/* "4Sxy1k0000z9: ", "NOQUEUE: "; *rest is what follows; left alone where no id stands there. */
static void take_id(LogText message, LogLine *line, LogText *rest)
{
    LogText id = log_text_until(message, ": ");
    LogText behind = log_text_from(message, id.length);
    if (id.length < 4 || id.length > 40 || !log_text_begins(behind, ": ") ||
        log_text_equal(id, "warning"))
        return;
    for (gsize i = 0; i < id.length; i++)
        if (!g_ascii_isalnum(id.text[i]))
            return;
    line->id = log_text_equal(id, "NOQUEUE") ? (LogText){0} : id;
    *rest = log_text_from(behind, 2);
}

/* "to=<a@b>", and as Sendmail has it "to=<a@b>,<c@d>" and "to=a@b". */
static void take_recipients(LogText rest, LogLine *line)
{
    LogText to = {0};
    if (log_text_begins(rest, "to="))
        to = log_text_from(rest, 3);
    else if (!log_text_find(rest, " to=", &to))
        return;
    gsize bracket = log_text_begins(to, "<") ? 1 : 0;
    line->recipient = log_text_until(log_text_from(to, bracket), bracket ? ">" : ", ");
    LogText behind = log_text_from(to, line->recipient.length + 2 * bracket);
    if (log_text_begins(behind, ",<"))
        line->others = log_text_until(behind, " ");
}

static LogAct act_of(LogText status)
{
    static const struct {
        const char *word;
        LogAct act;
    } words[] = {{"bounced", LOG_FAILED},     {"deferred", LOG_DELAYED}, {"sent", LOG_DELIVERED},
                 {"SOFTBOUNCE", LOG_DELAYED}, {"expired", LOG_EXPIRED},  {"Sent", LOG_DELIVERED},
                 {"Deferred", LOG_DELAYED},   {"queued", LOG_DELAYED},   {"deliverable", LOG_OTHER},
                 {"undeliverable", LOG_OTHER}};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (log_text_begins(status, words[i].word))
            return words[i].act;
    return LOG_FAILED;
}

/* "status=bounced (words)": the words are within the brackets. */
static LogText bracketed(LogText status)
{
    LogText words;
    if (!log_text_find(status, "(", &words))
        return status;
    if (words.length && words.text[words.length - 1] == ')')
        words.length--;
    return words;
}

static LogAct read_delivery(LogText rest, LogText status, LogLine *line)
{
    take_recipients(rest, line);
    line->original = log_text_between(rest, "orig_to=<", ">");
    line->relay = log_text_between(rest, "relay=", ",");
    line->status = log_text_between(rest, "dsn=", ", ");
    line->words = bracketed(status);
    return act_of(status);
}

/* "<a@example.org> to=...", or without the brackets, as people copy it. */
static LogText value_of(LogText text)
{
    return log_text_begins(text, "<") ? log_text_until(log_text_from(text, 1), ">")
                                      : log_text_until(text, " ,;>");
}

/* "reject: RCPT from host[ip]: 550 words; from=<a> to=<b> proto=ESMTP helo=<h>". */
static LogAct read_rejection(LogText rest, LogText behind, LogLine *line)
{
    LogText client, words;
    if (!log_text_find(behind, " from ", &client))
        return LOG_OTHER;
    line->client = log_text_until(client, "]");
    if (line->client.length == client.length)
        return LOG_OTHER;
    line->client.length++;
    if (!log_text_find(log_text_from(client, line->client.length), ": ", &words))
        return LOG_OTHER;
    LogText fields = {0};
    if (log_text_find(words, "; from=", &fields))
        line->words = (LogText){words.text, words.length - fields.length - strlen("; from=")};
    else
        line->words = words;
    line->sender = value_of(fields);
    take_recipients(fields.text ? fields : rest, line);
    if (log_text_find(fields, "helo=", &fields))
        line->helo = value_of(fields);
    return line->recipient.text ? LOG_REFUSED : LOG_OTHER;
}

LogAct log_postfix_read(LogText message, LogLine *line)
{
    LogText rest = message, behind;
    take_id(message, line, &rest);
    if (log_text_find(rest, "reject: ", &behind))
        return read_rejection(rest, behind, line);
    if (log_text_find(rest, " status=", &behind)) {
        line->sender =
            log_text_begins(rest, "from=<") ? log_text_between(rest, "from=<", ">") : (LogText){0};
        return read_delivery(rest, behind, line);
    }
    if (log_text_begins(rest, "removed"))
        return LOG_ENDED;
    if (log_text_begins(rest, "from=<")) {
        line->sender = log_text_between(rest, "from=<", ">");
        return LOG_ABOUT;
    }
    line->client = log_text_between(rest, "client=", ", ");
    line->login = log_text_between(rest, "sasl_username=", ", ");
    return line->client.text ? LOG_ABOUT : LOG_OTHER;
}

/* "ruleset=check_rcpt, arg1=<a@b>, relay=host [ip], reject=550 5.7.1 words". */
static LogAct read_ruleset(LogText rest, LogText words, LogLine *line)
{
    if (!log_text_find(rest, "ruleset=check_rcpt", NULL))
        return LOG_OTHER;
    line->recipient = log_text_between(rest, "arg1=<", ">");
    line->client = log_text_between(rest, "relay=", ",");
    line->words = words;
    return line->recipient.text ? LOG_REFUSED : LOG_OTHER;
}

LogAct log_sendmail_read(LogText message, LogLine *line)
{
    LogText rest = message, behind, reply;
    take_id(message, line, &rest);
    if (log_text_find(rest, "reject=", &behind))
        return read_ruleset(rest, behind, line);
    if (log_text_begins(rest, "from=")) {
        line->sender =
            log_text_between(rest, log_text_begins(rest, "from=<") ? "from=<" : "from=", ">,");
        line->client = log_text_between(rest, "relay=", ",");
        return LOG_ABOUT;
    }
    if (!log_text_find(rest, " stat=", &behind) || !log_text_find(rest, "to=", NULL))
        return LOG_OTHER;
    LogAct act = read_delivery(rest, behind, line);
    line->words = behind;
    if (log_text_find(rest, " reply=", &reply)) {
        LogText end;
        gsize tail = log_text_find(reply, ", stat=", &end) ? end.length + strlen(", stat=") : 0;
        line->words = (LogText){reply.text, reply.length - tail};
    }
    return act;
}
