/* libFuzzer: replies of a hostile server, through the codec, into every check. Whatever comes, the
 * check ends and its findings are its own. */
#include <stdint.h>
#include <string.h>

#include "checks/check/check.h"
#include "checks/dns/dns_codec.h"

#define ROUNDS_MAX 300

typedef struct {
    const uint8_t *at, *end;
} Input;

static uint8_t next(Input *input)
{
    return input->at < input->end ? *input->at++ : 0;
}

static gsize take(Input *input, guint8 *into, gsize length)
{
    gsize left = (gsize)(input->end - input->at);
    length = MIN(length, left);
    memcpy(into, input->at, length);
    input->at += length;
    return length;
}

static Facts *make_facts(void)
{
    Facts *facts = facts_new(KIND_FAILURE);
    fact_set(&facts->sender, "me@sub.example.co.uk", 100);
    fact_set(&facts->recipient, "you@example.net", 100);
    fact_set(&facts->source_ip, "203.0.113.9", 100);
    fact_set(&facts->helo, "mail.example.org", 100);
    g_ptr_array_add(facts->urls, fact_new("http://www.example.com/", 100));
    g_ptr_array_add(facts->dkim, dkim_signature_new("example.co.uk", "s1"));
    g_ptr_array_add(facts->attachments, fact_new("a.exe", 100));
    return facts;
}

/* One record of the asked type below the question's own name, its data as the input has it. */
static gsize append_record(Input *input, const DnsRequest *request, guint8 *at)
{
    guint8 head[] = {0xc0, 12, 0, (guint8)request->question.type, 0, 1, 0, 0, 0, 60, 0, 0};
    guint8 length = next(input) & 0x7f;
    memcpy(at, head, sizeof head);
    gsize taken = take(input, at + sizeof head, length);
    at[11] = (guint8)taken;
    return sizeof head + taken;
}

/* Header and question as they must be, so that the rest is read. */
static Answer *reply_to(Input *input, const Question *question)
{
    guint8 wire[4096] = {0};
    DnsRequestOptions options = {.recurse = TRUE};
    g_autoptr(DnsRequest) request = dns_request_new(question, options);
    Answer *answer = NULL;
    uint8_t shape = next(input);
    gsize length = request ? 12 + request->question_length : 0;
    if (request && length + 4 * 160 < sizeof wire) {
        memcpy(wire, request->wire, length);
        wire[2] |= 0x80;
        wire[3] = (guint8)(0x80 | (shape >> 4));
        wire[7] = shape & 3;
        wire[11] = 0;
        for (guint i = 0; i < wire[7]; i++)
            length += append_record(input, request, wire + length);
        if (shape & 4)
            length += take(input, wire + length, 64);
        DnsReplyKind kind = dns_reply_read(request, wire, length, TRUE, &answer);
        if (kind != DNS_REPLY_ANSWER)
            g_clear_pointer(&answer, answer_free);
    }
    return answer ? answer
                  : answer_new(question->name, question->type, question->checking_disabled,
                               ANSWER_GARBLED);
}

static void run(Input *input, const Check *check, const char *role, const Facts *facts)
{
    g_autoptr(Answers) answers = answers_new();
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    CheckContext context = {
        .role = role, .facts = facts, .answers = answers, .domain_check = next(input) & 1};
    for (guint rounds = 0; check->run(&context, findings) == CHECK_PENDING; rounds++) {
        g_autoptr(GPtrArray) wanted = answers_take_wanted(answers);
        g_assert_cmpuint(wanted->len, >, 0);
        g_assert_cmpuint(rounds, <, ROUNDS_MAX);
        for (guint i = 0; i < wanted->len; i++)
            answers_store(answers, reply_to(input, g_ptr_array_index(wanted, i)));
        g_ptr_array_set_size(findings, 0);
    }
    if (!check->quiet)
        g_assert_cmpuint(findings->len, >, 0);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = g_ptr_array_index(findings, i);
        g_assert_cmpstr(finding->check, ==, check->id);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const roles[] = {"sender-domain", "recipient-domain", "source-ip", "links",
                                        "dkim"};
    Input input = {data, data + size};
    g_autoptr(Facts) facts = make_facts();
    guint count = 0;
    while (checks[count].id)
        count++;
    const Check *check = &checks[next(&input) % count];
    /* SPF has a fuzzer of its own; here each run would fork libspf2's child. */
    if (g_str_equal(check->id, "spf"))
        return -1;
    run(&input, check, roles[next(&input) % G_N_ELEMENTS(roles)], facts);
    return 0;
}
