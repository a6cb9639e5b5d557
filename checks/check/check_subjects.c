#include <arpa/inet.h>
#include <string.h>

#include "checks/answers/address_range.h"
#include "checks/check/check.h"
#include "checks/check/sending_addresses.h"

/* A hostile message may hold thousands of links; this many different hosts are enough. */
#define HOSTS_MAX 20

/* The host of a link, lower case: what stands between "//" (or the start) and the path, without
 * user and port (RFC 3986 3.2). An IPv6 literal comes back without its brackets. NULL: no host. */
static char *link_host(const char *url)
{
    const char *start = strstr(url, "://");
    start = start ? start + 3 : url;
    gsize length = strcspn(start, "/?#\\ \t\r\n");
    const char *user = memrchr(start, '@', length);
    if (user) {
        length -= (gsize)(user + 1 - start);
        start = user + 1;
    }
    if (length && *start == '[') {
        const char *end = memchr(start, ']', length);
        return end ? g_ascii_strdown(start + 1, end - start - 1) : NULL;
    }
    const char *port = memchr(start, ':', length);
    if (port)
        length = (gsize)(port - start);
    while (length && start[length - 1] == '.')
        length--;
    if (!memchr(start, '.', length))
        return NULL;
    return g_ascii_strdown(start, (gssize)length);
}

/* What a program sent in place of an address that it should have filled in ("$toemail",
 * "user@domain", "{{email}}"): there is nobody to judge. */
static gboolean is_placeholder(const char *subject)
{
    static const char *const words[] = {
        "fromemail",     "toemail",         "from_email", "to_email",  "emailaddress",
        "email_address", "youremail",       "your_email", "undefined", "null",
        "none",          "user@domain",     "domain",     "email",     "user@host",
        "name@domain",   "username@domain", NULL};
    g_autofree char *lower = g_ascii_strdown(subject, -1);
    return strchr("${%", *lower) || strstr(lower, "{{") || strstr(lower, "${") ||
           strstr(lower, "@$") || strstr(lower, "@{") || strstr(lower, "@%") ||
           g_strv_contains(words, lower);
}

static void add_once(GPtrArray *subjects, char *subject)
{
    if (subject && *subject && !is_placeholder(subject) &&
        !g_ptr_array_find_with_equal_func(subjects, subject, g_str_equal, NULL))
        g_ptr_array_add(subjects, subject);
    else
        g_free(subject);
}

static void add_links(GPtrArray *subjects, const Facts *facts)
{
    for (guint i = 0; facts->urls && i < facts->urls->len && subjects->len < HOSTS_MAX; i++) {
        const Fact *url = g_ptr_array_index(facts->urls, i);
        if (url->text)
            add_once(subjects, link_host(url->text));
    }
}

static void add_keys(GPtrArray *subjects, const Facts *facts)
{
    for (guint i = 0; facts->dkim && i < facts->dkim->len && subjects->len < HOSTS_MAX; i++) {
        const DkimSignature *signature = g_ptr_array_index(facts->dkim, i);
        if (signature->selector && *signature->selector && signature->domain && *signature->domain)
            add_once(subjects,
                     g_strdup_printf("%s._domainkey.%s", signature->selector, signature->domain));
    }
}

static void add_attachments(GPtrArray *subjects, const Facts *facts)
{
    for (guint i = 0; facts->attachments && i < facts->attachments->len; i++) {
        const Fact *name = g_ptr_array_index(facts->attachments, i);
        add_once(subjects, g_strdup(name->text));
    }
}

/* Of From: as the returned message shows it; without one the envelope's has to do. */
static char *from_domain(const Facts *facts)
{
    char *domain = facts->from.text ? address_domain(facts->from.text) : NULL;
    return domain ? domain : facts_sender_domain(facts);
}

GPtrArray *check_subjects(const Facts *facts, const char *role)
{
    GPtrArray *subjects = g_ptr_array_new_with_free_func(g_free);
    if (g_str_equal(role, "sender-domain"))
        add_once(subjects, facts_sender_domain(facts));
    else if (g_str_equal(role, "from-domain"))
        add_once(subjects, from_domain(facts));
    else if (g_str_equal(role, "recipient-domain"))
        add_once(subjects, facts_recipient_domain(facts));
    else if (g_str_equal(role, "source-ip"))
        add_once(subjects, g_strdup(facts->source_ip.text));
    else if (g_str_equal(role, "helo"))
        add_once(subjects, g_strdup(facts->helo.text));
    else if (g_str_equal(role, "sender"))
        add_once(subjects, g_strdup(facts->sender.text));
    else if (g_str_equal(role, "recipient"))
        add_once(subjects, g_strdup(facts->recipient.text));
    else if (g_str_equal(role, "links"))
        add_links(subjects, facts);
    else if (g_str_equal(role, "dkim"))
        add_keys(subjects, facts);
    else if (g_str_equal(role, "attachments"))
        add_attachments(subjects, facts);
    return subjects;
}

/* The domain check's own roles: addresses that its answers name. */
static CheckState each_address(const CheckContext *context, CheckSubject one, GPtrArray *findings)
{
    const Facts *facts = context->facts;
    CheckState state = CHECK_DONE;
    g_autofree char *domain = facts_sender_domain(facts);
    if (!domain || domain_is_literal(domain))
        return CHECK_DONE;
    g_autoptr(GPtrArray) addresses =
        sending_addresses(context->answers, domain, facts->source_ip.text, NULL);
    if (!addresses)
        return CHECK_PENDING;
    for (guint i = 0; i < addresses->len; i++) {
        const SendingAddress *address = addresses->pdata[i];
        if (address->declared == g_str_equal(context->role, "sending-ip") &&
            one(context, address->ip, findings) == CHECK_PENDING)
            state = CHECK_PENDING;
    }
    return state;
}

CheckState check_each_subject(const CheckContext *context, const char *check, CheckSubject one,
                              GPtrArray *findings)
{
    if (g_str_equal(context->role, "sending-ip") || g_str_equal(context->role, "mail-host-ip"))
        return each_address(context, one, findings);
    g_autoptr(GPtrArray) subjects = check_subjects(context->facts, context->role);
    CheckState state = CHECK_DONE;
    for (guint i = 0; i < subjects->len; i++)
        if (one(context, g_ptr_array_index(subjects, i), findings) == CHECK_PENDING)
            state = CHECK_PENDING;
    if (!subjects->len)
        finding_add_skipped(findings, check, context);
    return state;
}
