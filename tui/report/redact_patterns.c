#include "tui/report/redact_patterns.h"

#include <string.h>

#define ATEXT "A-Za-z0-9!#$%&'*+/=?^_`{|}~"
/* Quoted mail has its marks before the continuation too. */
#define FOLDED "(?<value>[^\\r\\n]*+(?:\\r?\\n\\k<quote>[ \\t][^\\r\\n]*+)*+)"
#define HEADER(names) "^(?<name>(?<quote>[>| \\t]*?)(?:" names ")[ \\t]*:)" FOLDED
#define LABEL "[a-z0-9\\x{80}-\\x{10FFFF}]"

static const GRegex *compiled(GRegex **kept, const char *pattern)
{
    if (g_once_init_enter(kept)) {
        g_autoptr(GError) error = NULL;
        GRegex *regex = g_regex_new(
            pattern, G_REGEX_CASELESS | G_REGEX_MULTILINE | G_REGEX_OPTIMIZE, 0, &error);
        if (regex == NULL)
            g_error("%s: %s", pattern, error->message);
        g_once_init_leave(kept, regex);
    }
    return *kept;
}

#define PATTERN(function, pattern)                                                                 \
    const GRegex *function(void)                                                                   \
    {                                                                                              \
        static GRegex *kept;                                                                       \
        return compiled(&kept, pattern);                                                           \
    }

/* Chinese words may follow a domain at once, so one that begins in ASCII stays in it. */
PATTERN(redact_addresses,
        "(?<local>\"[^\"\\r\\n@]{1,64}+\"|[" ATEXT ".\\x{80}-\\x{10FFFF}-]{1,256}+)@"
        "(?![0-9]{1,5}(?![a-z0-9._-]))(?<domain>\\[[0-9a-f:.]{2,60}+\\]|[a-z0-9](?:[a-z0-9._-]*[a-"
        "z0-9])?|"
        "[\\x{80}-\\x{10FFFF}](?:" LABEL "|[._-])*)")
PATTERN(redact_address_headers,
        HEADER("(?:Resent-|X-)?(?:From|To|Cc|Bcc|Sender|Reply-To|Envelope-To|Original-To)|"
               "Return-Path|Delivered-To|Disposition-Notification-To|Errors-To"))
PATTERN(redact_names, "(?:\"[^\"\\r\\n]*+\"|[^<>,;\"\\r\\n]++)[ \\t]*(?=<)|\\([^()\\r\\n]*+\\)")
PATTERN(redact_subjects, HEADER("(?:X-)?(?:Original-)?Subject|Thread-Topic|主题"))
PATTERN(
    redact_message_ids,
    HEADER("(?:[A-Za-z-]+-)?Message-ID|In-Reply-To|References|Thread-Index|Original-Message-ID"))
PATTERN(redact_client_headers, HEADER("Received|X-Originating-IP|X-Client-IP|X-Sender-IP"))
PATTERN(redact_ips,
        "(?<![0-9a-f:.])(?:(?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})"
        "(?![0-9a-f:]|\\.[0-9])")
PATTERN(redact_base64,
        "(?:^[A-Za-z0-9+/]{40,100}+={0,2}\\r?\\n){1,}+(?:^[A-Za-z0-9+/]{2,100}+={0,2}$)?+")
PATTERN(redact_encoded_words, "=\\?[^?\\s]{1,40}+\\?[bq]\\?[^?\\r\\n]*+\\?=")
#define CAPITALISED "\\p{Lu}[\\p{L}\\p{M}.'\u2019-]++"
#define NAME CAPITALISED "(?:[ \\t]+" CAPITALISED "){0,3}+"
PATTERN(
    redact_flat_subjects,
    "(?<![A-Za-z-])(?:Subject|Betreff|Objet|Asunto|\xe4\xb8\xbb\xe9\xa2\x98)[ "
    "\\t]*(?::|\xef\xbc\x9a)[ \\t]*"
    "(?<value>[^\\r\\n]{4,}+(?:\\r?\\n[ "
    "\\t]+[^\\r\\n]+)+|[^\\r\\n]{4,}?)(?=\\s+[>|]*\\s*(?:From|To|Cc|Date|Sent|Received|Return-Path|"
    "Reply-To|Message-ID|MIME-Version|Content-[A-Za-z-]+|X-[A-Za-z-]+|In-Reply-To|References)"
    "[ \\t]*:|\\s*(?:\\\\[rn]|[\"\\r\\n])|\\s*$)")
PATTERN(redact_greetings,
        "^[>| \\t]*(?:Dear|Hi|Hello|Hallo|Liebe[r]?|Bonjour|Hola)[ \\t]+(?<value>(?-i:" NAME
        "))[ \\t]*[,!:]?[ \\t]*\\r?$")
PATTERN(redact_farewells,
        "^[>| \\t]*(?:[a-z ]{0,20}(?:regards|wishes|sincerely|cheers|thanks)|Mit freundlichen "
        "Gr\xc3\xbc\xc3\x9f"
        "en),?[ \\t]*\\r?\\n(?:[>| \\t]*\\r?\\n)?[>| \\t]*(?<value>(?-i:" NAME "))[ \\t]*\\r?$")
PATTERN(redact_named_addresses,
        "(?<![\\p{L}0-9])(?:\\\\?\"(?<quoted>[^\"<>@\\r\\n\\\\]{2,80}+)\\\\?\"|(?<value>(?-i:" NAME
        "))[ \\t]*)[ \\t]*(?:<|&lt;)[^<>\\s@]++@")
PATTERN(redact_bare_ids, "(?<=<)[^<>@\\s]{6,}+(?=>)")
PATTERN(redact_urls,
        "https?:(?:\\\\?/){2}(?<host>[a-z0-9.:-]{1,255}+)(?<rest>(?:\\\\?/|\\?)[^\\s\"<>]*+)")
PATTERN(redact_soft_breaks, "^(?<line>[^\\r\\n]*[^\\r\\nA-Za-z0-9+/=][^\\r\\n]*)=\\r?\\n")

static const char *const log_keys[] = {
    "to=",    "from=", "rcpt=",     "recipient=", "sender=",          "orig_to=",
    "email=", "addr=", "mailfrom=", "mfrom=",     "final-recipient=", "id="};

const char *redact_local_start(const char *local)
{
    const char *ascii = local + strlen(local);
    while (ascii > local && (guchar)ascii[-1] < 0x80)
        ascii--;
    const char *start = *ascii != '\0' ? ascii : local;
    while (*start != '\0' && strchr(".'`=*|", *start) != NULL && start[1] != '\0')
        start++;
    for (gsize i = 0; i < G_N_ELEMENTS(log_keys); i++)
        if (g_ascii_strncasecmp(start, log_keys[i], strlen(log_keys[i])) == 0 &&
            start[strlen(log_keys[i])] != '\0')
            return start + strlen(log_keys[i]);
    return start;
}

gboolean redact_is_role(const char *local)
{
    static const char *const roles[] = {
        "info",       "marketing", "sales",         "support", "abuse",   "noc",       "security",
        "postmaster", "mail",      "hostmaster",    "usenet",  "news",    "webmaster", "www",
        "uucp",       "ftp",       "admin",         "root",    "contact", "office",    "service",
        "test",       "user",      "mailbox",       "bounce",  "bounces", "sender",    "recipient",
        "noreply",    "no-reply",  "mailer-daemon", "help",    "billing", "team",      "list",
        "hello",      "me"};
    for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
        if (g_ascii_strcasecmp(local, roles[i]) == 0)
            return TRUE;
    return FALSE;
}

/* Of pages that explain a reply to everybody; what stands behind the host is no secret, unless it
 * says whom it is for. */
static const char *const help_hosts[] = {"google.com",     "microsoft.com",
                                         "aka.ms",         "outlook.com",
                                         "live.com",       "office.com",
                                         "yahoo.com",      "yahooinc.com",
                                         "aol.com",        "spamhaus.org",
                                         "spamcop.net",    "apple.com",
                                         "icloud.com",     "barracudacentral.org",
                                         "mail.ru",        "yandex.com",
                                         "yandex.ru",      "163.com",
                                         "qq.com",         "gmx.net",
                                         "web.de",         "t-online.de",
                                         "comcast.net",    "att.net",
                                         "cloudmark.com",  "proofpoint.com",
                                         "mimecast.com",   "sorbs.net",
                                         "uceprotect.net", "ietf.org",
                                         "rfc-editor.org"};

gboolean redact_is_help(const char *host, const char *rest)
{
    if (strchr(rest, '@') || strstr(rest, "%40") || strlen(rest) > 80)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(help_hosts); i++) {
        gsize length = strlen(host), end = strlen(help_hosts[i]);
        if (length >= end && !g_ascii_strcasecmp(host + length - end, help_hosts[i]) &&
            (length == end || host[length - end - 1] == '.'))
            return TRUE;
    }
    return FALSE;
}

/* Names of machines and offices, in which no person is named. */
gboolean redact_is_office(const char *word)
{
    static const char *const words[] = {
        "mail",       "mailer",    "delivery",     "system",  "subsystem", "daemon",
        "postmaster", "support",   "team",         "service", "services",  "microsoft",
        "outlook",    "google",    "list",         "lists",   "admin",     "administrator",
        "no-reply",   "noreply",   "notification", "server",  "gateway",   "internet",
        "office",     "exchange",  "postfix",      "exim",    "customer",  "account",
        "security",   "info",      "newsletter",   "billing", "sales",     "original",
        "message",    "returned",  "undelivered",  "status",  "report",    "all",
        "there",      "customers", "sir",          "madam",   "user",      "users",
        "mailbox",    "dns",       "mx",           "spf",     "dkim",      "dmarc",
        "smtp",       "the"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (!g_ascii_strcasecmp(word, words[i]))
            return TRUE;
    return FALSE;
}
