/* Choosing among the mails of a log. */
#include "content/log/log_wishes.h"

#include <string.h>

static gboolean has_domain(LogText address, const char *domain)
{
    const char *at = address.text ? memrchr(address.text, '@', address.length) : NULL;
    gsize wanted = strlen(domain);
    return at && address.length - (gsize)(at + 1 - address.text) == wanted &&
           !g_ascii_strncasecmp(at + 1, domain, wanted);
}

static gboolean is_address(LogText address, const char *wanted)
{
    return address.text && address.length == strlen(wanted) &&
           !g_ascii_strncasecmp(address.text, wanted, address.length);
}

static gboolean is_temporary(const LogWishes *wishes, const LogLine *line)
{
    return (line->act == LOG_DELAYED && wishes->at_once) ||
           (line->act == LOG_REFUSED && log_text_begins(line->words, "4"));
}

gboolean log_wishes_allow(const LogWishes *wishes, const LogLine *line, const char *mail_sender)
{
    LogText sender = line->sender;
    if (!sender.text && mail_sender)
        sender = (LogText){mail_sender, strlen(mail_sender)};
    if (wishes->since && line->time < wishes->since)
        return FALSE;
    if (wishes->until && (!line->time || line->time > wishes->until))
        return FALSE;
    if (wishes->failed_only && is_temporary(wishes, line))
        return FALSE;
    if (wishes->sender && !is_address(sender, wishes->sender))
        return FALSE;
    return !wishes->domain || has_domain(sender, wishes->domain) ||
           has_domain(line->recipient, wishes->domain);
}
