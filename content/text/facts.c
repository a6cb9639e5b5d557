#include "content/text/facts.h"
#include <string.h>

static void free_signature(gpointer data)
{
    dkim_signature_free(data);
}

static void free_fact(gpointer data)
{
    fact_free(data);
}

static void free_rewritten(gpointer data)
{
    rewritten_address_free(data);
}

static void init_fact(Fact *fact)
{
    fact->text = NULL;
    fact->start = fact->end = FACT_NOT_VERBATIM;
    fact->confidence = 0;
}

/* The plain Fact members, by offset, so that making, copying and freeing can't forget one. */
static const size_t fact_members[] = {
    offsetof(Facts, recipient),
    offsetof(Facts, original_recipient),
    offsetof(Facts, sender),
    offsetof(Facts, from),
    offsetof(Facts, reply_code),
    offsetof(Facts, enhanced_status),
    offsetof(Facts, diagnostic),
    offsetof(Facts, reporting_mta),
    offsetof(Facts, remote_mta_name),
    offsetof(Facts, remote_mta_ip),
    offsetof(Facts, source_ip),
    offsetof(Facts, helo),
    offsetof(Facts, subject),
    offsetof(Facts, date),
    offsetof(Facts, arrival_date),
    offsetof(Facts, last_attempt_date),
    offsetof(Facts, will_retry_until),
    offsetof(Facts, sender_domain),
    offsetof(Facts, login),
};

static Fact *fact_member(const Facts *facts, guint index)
{
    return G_STRUCT_MEMBER_P((gpointer)(guintptr)facts, fact_members[index]);
}

Facts *facts_new(InputKind kind)
{
    Facts *facts = g_new0(Facts, 1);
    facts->kind = kind;
    for (guint i = 0; i < G_N_ELEMENTS(fact_members); i++)
        init_fact(fact_member(facts, i));
    facts->rewritten = g_ptr_array_new_with_free_func(free_rewritten);
    facts->dkim = g_ptr_array_new_with_free_func(free_signature);
    facts->urls = g_ptr_array_new_with_free_func(free_fact);
    facts->attachments = g_ptr_array_new_with_free_func(free_fact);
    facts->text = g_strdup("");
    return facts;
}

static void copy_fact(Fact *to, const Fact *from)
{
    *to = *from;
    to->text = g_strdup(from->text);
}

static void copy_fact_list(GPtrArray *to, const GPtrArray *from)
{
    for (guint i = 0; i < from->len; i++) {
        Fact *fact = g_new(Fact, 1);
        copy_fact(fact, g_ptr_array_index(from, i));
        g_ptr_array_add(to, fact);
    }
}

static void copy_rewritten(GPtrArray *to, const GPtrArray *from)
{
    for (guint i = 0; i < from->len; i++) {
        const RewrittenAddress *address = g_ptr_array_index(from, i);
        RewrittenAddress *copy =
            rewritten_address_new(address->fact, address->form, NULL, address->forwarder);
        copy_fact(&copy->original, &address->original);
        g_ptr_array_add(to, copy);
    }
}

Facts *facts_copy(const Facts *facts)
{
    Facts *copy = facts_new(facts->kind);
    copy->action = facts->action;
    copy->answer = facts->answer;
    copy->speaker = facts->speaker;
    copy->forwarded = facts->forwarded;
    copy->incoming = facts->incoming;
    copy->sender_is_from = facts->sender_is_from;
    copy->source_is_login = facts->source_is_login;
    copy->typed = facts->typed;
    copy->left_out = facts->left_out;
    copy->unread = facts->unread;
    copy->returned = facts->returned ? g_bytes_ref(facts->returned) : NULL;
    for (guint i = 0; i < G_N_ELEMENTS(fact_members); i++)
        copy_fact(fact_member(copy, i), fact_member(facts, i));
    copy_rewritten(copy->rewritten, facts->rewritten);
    for (guint i = 0; i < facts->dkim->len; i++) {
        const DkimSignature *signature = g_ptr_array_index(facts->dkim, i);
        g_ptr_array_add(copy->dkim, dkim_signature_copy(signature));
    }
    copy_fact_list(copy->urls, facts->urls);
    copy_fact_list(copy->attachments, facts->attachments);
    g_free(copy->text);
    copy->text = g_strdup(facts->text);
    return copy;
}

void facts_free(Facts *facts)
{
    if (!facts)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(fact_members); i++)
        g_free(fact_member(facts, i)->text);
    g_ptr_array_unref(facts->rewritten);
    g_ptr_array_unref(facts->dkim);
    g_ptr_array_unref(facts->urls);
    g_ptr_array_unref(facts->attachments);
    g_clear_pointer(&facts->returned, g_bytes_unref);
    g_free(facts->text);
    g_free(facts);
}

void facts_clear_places(Facts *facts)
{
    for (guint i = 0; i < G_N_ELEMENTS(fact_members); i++) {
        Fact *fact = fact_member(facts, i);
        fact->start = fact->end = FACT_NOT_VERBATIM;
    }
    for (guint i = 0; i < facts->rewritten->len; i++) {
        RewrittenAddress *address = g_ptr_array_index(facts->rewritten, i);
        address->original.start = address->original.end = FACT_NOT_VERBATIM;
    }
}

void fact_clear(Fact *fact)
{
    g_free(fact->text);
    init_fact(fact);
}

void fact_set(Fact *fact, const char *text, int confidence)
{
    g_autofree char *copy = g_strdup(text); /* text may be the fact's own */
    fact_clear(fact);
    if (copy) {
        fact->text = g_steal_pointer(&copy);
        fact->confidence = CLAMP(confidence, 0, 100);
    }
}

Fact *fact_new(const char *text, int confidence)
{
    Fact *fact = g_new(Fact, 1);
    init_fact(fact);
    fact_set(fact, text, confidence);
    return fact;
}

void fact_free(Fact *fact)
{
    if (fact)
        g_free(fact->text);
    g_free(fact);
}

RewrittenAddress *rewritten_address_new(const char *fact, AddressForm form, const char *original,
                                        const char *forwarder)
{
    RewrittenAddress *address = g_new0(RewrittenAddress, 1);
    address->fact = fact;
    address->form = form;
    init_fact(&address->original);
    fact_set(&address->original, original, 90);
    address->forwarder = g_strdup(forwarder);
    return address;
}

void rewritten_address_free(RewrittenAddress *address)
{
    if (!address)
        return;
    g_free(address->original.text);
    g_free(address->forwarder);
    g_free(address);
}

DkimSignature *dkim_signature_new(const char *domain, const char *selector)
{
    DkimSignature *signature = g_new0(DkimSignature, 1);
    signature->domain = g_strdup(domain);
    signature->selector = g_strdup(selector);
    return signature;
}

DkimSignature *dkim_signature_copy(const DkimSignature *signature)
{
    DkimSignature *copy = dkim_signature_new(signature->domain, signature->selector);
    copy->identity = g_strdup(signature->identity);
    return copy;
}

void dkim_signature_free(DkimSignature *signature)
{
    if (!signature)
        return;
    g_free(signature->domain);
    g_free(signature->selector);
    g_free(signature->identity);
    g_free(signature);
}

char *address_domain(const char *address)
{
    const char *at = address ? strrchr(address, '@') : NULL;
    if (!at || !at[1])
        return NULL;
    char *domain = g_utf8_validate(at + 1, -1, NULL) ? g_utf8_strdown(at + 1, -1)
                                                     : g_ascii_strdown(at + 1, -1);
    g_strstrip(domain);
    size_t length = strlen(domain);
    if (length && domain[length - 1] == '>')
        domain[--length] = '\0';
    while (length && domain[length - 1] == '.')
        domain[--length] = '\0';
    if (!length)
        g_clear_pointer(&domain, g_free);
    return domain;
}

char *facts_sender_domain(const Facts *facts)
{
    if (facts->sender.text || !facts->sender_domain.text)
        return address_domain(facts->sender.text);
    g_autofree char *as_address = g_strconcat("@", facts->sender_domain.text, NULL);
    return address_domain(as_address);
}

char *facts_recipient_domain(const Facts *facts)
{
    return address_domain(facts->recipient.text);
}

static const char *const kind_names[KIND_COUNT] = {
    [KIND_FAILURE] = "failure",
    [KIND_DELAY] = "delay",
    [KIND_DELIVERED] = "delivered",
    [KIND_AUTO_REPLY] = "auto-reply",
    [KIND_REPORT] = "report",
    [KIND_BACKSCATTER] = "backscatter",
    [KIND_PHISHING] = "phishing",
    [KIND_SMTP_REPLY] = "smtp-reply",
    [KIND_LOG_LINE] = "log-line",
    [KIND_CLIENT_ERROR] = "client-error",
    [KIND_NOT_A_BOUNCE] = "not-a-bounce",
};

const char *kind_name(InputKind kind)
{
    g_return_val_if_fail(kind < KIND_COUNT, NULL);
    return kind_names[kind];
}

InputKind kind_from_name(const char *name)
{
    InputKind kind = 0;
    while (kind < KIND_COUNT && g_strcmp0(kind_names[kind], name) != 0)
        kind++;
    return kind;
}

const char *action_name(Action action)
{
    static const char *const names[] = {
        [ACTION_UNKNOWN] = NULL,      [ACTION_FAILED] = "failed",
        [ACTION_DELAYED] = "delayed", [ACTION_DELIVERED] = "delivered",
        [ACTION_RELAYED] = "relayed", [ACTION_EXPANDED] = "expanded",
    };
    return action < G_N_ELEMENTS(names) ? names[action] : NULL;
}

const char *answer_name(AnswerKind answer)
{
    static const char *const names[] = {[ANSWER_NONE] = NULL,
                                        [ANSWER_AWAY] = "away",
                                        [ANSWER_RECEIPT] = "receipt",
                                        [ANSWER_MODERATION] = "moderation",
                                        [ANSWER_CHALLENGE] = "challenge"};
    return answer < G_N_ELEMENTS(names) ? names[answer] : NULL;
}

const char *address_form_name(AddressForm form)
{
    static const char *const names[] = {[ADDRESS_PLAIN] = NULL,
                                        [ADDRESS_SRS] = "srs",
                                        [ADDRESS_BATV] = "batv",
                                        [ADDRESS_VERP] = "verp",
                                        [ADDRESS_FORWARDING] = "forwarding",
                                        [ADDRESS_ENCAPSULATED] = "encapsulated"};
    return form < G_N_ELEMENTS(names) ? names[form] : NULL;
}
