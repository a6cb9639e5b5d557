#include "tui/report/route.h"

#include <string.h>
#include "tui/base/document.h"
#include "tui/base/i18n.h"

#define HOSTS_MAX 8 /* MX hosts that are drawn */

static gboolean is_one_of(const json_t *document, const char *path, const char *const *values)
{
    for (; *values != NULL; values++)
        if (document_is(document, path, *values))
            return TRUE;
    return FALSE;
}

/* Reasons (contract: cause.reason) that the receiving server gave for the mailbox, not for the
 * mail's way to it. */
static const char *const mailbox_reasons[] = {"userunknown", "mailboxfull", "suspend",
                                              "hasmoved",    "filtered",    "systemfull",
                                              "mailererror", NULL};
/* Reasons for which the sender's own server does not take the mail at all. */
static const char *const own_reasons[] = {"norelaying", "ratelimited", NULL};

MailLink mail_path_broken(const json_t *document)
{
    const char *action = document_text(document, "facts.action");
    if (document_text(document, "cause.id") == NULL ||
        document_is(document, "verdict", "ruled-out") ||
        (action != NULL && !g_str_equal(action, "failed")))
        return LINK_NONE;
    if (is_one_of(document, "cause.reason", mailbox_reasons))
        return LINK_TO_MAILBOX;
    if (document_is(document, "facts.speaker", "our-side") &&
        is_one_of(document, "cause.reason", own_reasons))
        return LINK_TO_HOST;
    return LINK_TO_MX;
}

static void line_free(gpointer data)
{
    PathLine *line = data;
    g_free(line->label);
    g_free(line->text);
    g_free(line);
}

static PathLine *add(GPtrArray *lines, const char *label, const char *text)
{
    PathLine *line = g_new0(PathLine, 1);
    line->label = g_strdup(label);
    line->text = g_strdup(text);
    g_ptr_array_add(lines, line);
    return line;
}

/* Why the link broke, in the words of what proves it or of the refusal. */
static const char *reason(const json_t *document)
{
    for (gsize i = 0; i < document_count(document, "findings"); i++) {
        const json_t *finding = document_at(document, "findings", i);
        if (document_is(finding, "effect", "confirms"))
            return document_text(finding, "text");
    }
    return document_text(document, "cause.title");
}

static void add_link(GPtrArray *lines, const json_t *document, MailLink link, gboolean ascii)
{
    const char *bar = ascii ? "|" : "│";
    add(lines, NULL, bar)->link = TRUE;
    if (mail_path_broken(document) != link)
        return;
    const char *why = reason(document);
    g_autofree char *text =
        why != NULL ? g_strdup_printf(_("X  broken here: %s"), why) : g_strdup(_("X  broken here"));
    PathLine *broken = add(lines, NULL, text);
    broken->link = broken->broken = TRUE;
    add(lines, NULL, bar)->link = TRUE;
}

/* "mail.example.org [192.0.2.25]"; NULL where neither is known. */
static char *host_and_address(const char *name, const char *address)
{
    if (name != NULL && address != NULL)
        return g_strdup_printf("%s [%s]", name, address);
    return name != NULL      ? g_strdup(name)
           : address != NULL ? g_strdup_printf("[%s]", address)
                             : NULL;
}

/* Our own server, where the report is its own. */
static char *sending_host(const json_t *document)
{
    const char *helo = document_text(document, "facts.helo");
    const char *reporting = document_text(document, "facts.reporting_mta");
    if (g_strcmp0(reporting, document_text(document, "facts.remote_mta.name")) == 0)
        reporting = NULL;
    return host_and_address(helo != NULL ? helo : reporting,
                            document_text(document, "facts.source_ip"));
}

/* The answer to "DOMAIN MX" among the evidence: "10 mx1.example.net., 20 mx2.example.net." */
static const char *mx_answer(const json_t *document, const char *domain)
{
    g_autofree char *question = g_strdup_printf("%s MX", domain);
    for (gsize i = 0; i < document_count(document, "findings"); i++) {
        const json_t *finding = document_at(document, "findings", i);
        for (gsize j = 0; j < document_count(finding, "evidence"); j++) {
            const json_t *evidence = document_at(finding, "evidence", j);
            const char *answer = document_text(evidence, "answer");
            if (document_is(evidence, "question", question) && answer != NULL &&
                g_ascii_isdigit(*answer))
                return answer;
        }
    }
    return NULL;
}

/* Each MX of the recipient's domain in a line of its own; the one that spoke is marked. */
static guint add_hosts(GPtrArray *lines, const json_t *document, const char *answer)
{
    const char *spoke = document_text(document, "facts.remote_mta.name");
    g_auto(GStrv) hosts = g_strsplit_set(answer, ",;\n", HOSTS_MAX + 1);
    guint count = 0;
    for (char **host = hosts; *host != NULL && count < HOSTS_MAX; host++) {
        char *name = g_strstrip(*host);
        if (g_str_has_suffix(name, "."))
            name[strlen(name) - 1] = '\0';
        if (*name == '\0')
            continue;
        const char *bare = strrchr(name, ' ');
        gboolean said = spoke != NULL && bare != NULL && g_ascii_strcasecmp(bare + 1, spoke) == 0;
        g_autofree char *text = said ? g_strdup_printf(_("%s  (said so)"), name) : g_strdup(name);
        add(lines, count++ == 0 ? _("MX") : NULL, text);
    }
    return count;
}

static void add_exchangers(GPtrArray *lines, const json_t *document)
{
    const char *domain = document_text(document, "facts.recipient_domain");
    const char *answer = domain != NULL ? mx_answer(document, domain) : NULL;
    if (answer != NULL && add_hosts(lines, document, answer) > 0)
        return;
    g_autofree char *spoke = host_and_address(document_text(document, "facts.remote_mta.name"),
                                              document_text(document, "facts.remote_mta.ip"));
    g_autofree char *unknown =
        domain != NULL ? g_strdup_printf(_("of %s: not known"), domain) : g_strdup(_("not known"));
    add(lines, _("MX"), spoke != NULL ? spoke : unknown);
}

static void add_mailbox(GPtrArray *lines, const json_t *document)
{
    const char *recipient = document_text(document, "facts.recipient");
    const char *original = document_text(document, "facts.original_recipient");
    add(lines, _("Mailbox"), recipient != NULL ? recipient : _("not known"));
    if (original != NULL) {
        g_autofree char *text = g_strdup_printf(_("(written to %s, forwarded)"), original);
        add(lines, NULL, text);
    }
}

GPtrArray *mail_path(const json_t *document, gboolean ascii)
{
    const char *sender = document_text(document, "facts.sender");
    g_autofree char *host = sending_host(document);
    if ((sender != NULL) + (host != NULL) + (document_text(document, "facts.recipient") != NULL) +
            (document_text(document, "facts.remote_mta.name") != NULL) <
        2)
        return NULL;
    GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);
    add(lines, _("Sender's program"), sender != NULL ? sender : _("not known"));
    add_link(lines, document, LINK_TO_HOST, ascii);
    add(lines, _("Sending host"), host != NULL ? host : _("not known"));
    add_link(lines, document, LINK_TO_MX, ascii);
    add_exchangers(lines, document);
    add_link(lines, document, LINK_TO_MAILBOX, ascii);
    add_mailbox(lines, document);
    return lines;
}
