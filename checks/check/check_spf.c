/* SPF of the sender's domain for the sending IP (RFC 7208), its trace, libspf2's opinion where it
 * differs, and what is notable about the record. Without a known IP only the record is looked at.
 */
#include <string.h>

#include "checks/answers/address_range.h"
#include "checks/spf/spf_lint.h"
#include "checks/check/table.h"

enum { EVIDENCE_MAX = 16 };

typedef struct {
    const CheckContext *context;
    const char *domain; /* identity: of the envelope sender, or HELO for the null sender */
    const char *sender; /* "" for the null sender */
    const char *ip;     /* NULL: unknown */
    const SpfResult *result;
    GPtrArray *findings;
} Spf;

static Finding *add(const Spf *spf, const char *id, Effect effect, const char *detail)
{
    Finding *finding = finding_add(spf->findings, id, spf->context, spf->domain, effect);
    if (detail != NULL)
        finding_set_detail(finding, "%s", detail);
    return finding;
}

/* With `answer` as evidence; NULL: the record's own. */
static Finding *add_advice(const Spf *spf, const char *id, const char *detail, const Answer *answer)
{
    Finding *finding = add(spf, id, EFFECT_CONTEXT, detail);
    finding->advice = TRUE;
    if (answer == NULL && spf->result->answers->len > 0)
        answer = g_ptr_array_index(spf->result->answers, 0);
    finding_add_evidence(finding, answer);
    return finding;
}

static void add_proof(const Spf *spf, Finding *finding)
{
    const SpfResult *result = spf->result;
    for (guint i = 0; i < MIN(result->answers->len, EVIDENCE_MAX); i++)
        finding_add_evidence(finding, g_ptr_array_index(result->answers, i));
    for (guint i = 0; i < result->steps->len; i++) {
        const SpfStep *step = g_ptr_array_index(result->steps, i);
        finding_add_step(finding, &(TraceStep){step->depth, step->domain, step->term, step->outcome,
                                               step->lookups, step->voids});
    }
}

/* The term that decided, and whose it is where it is not the domain's own. */
static char *deciding(const Spf *spf)
{
    const SpfResult *result = spf->result;
    const char *term = result->mechanism != NULL ? result->mechanism : result->record;
    if (result->domain == NULL || g_ascii_strcasecmp(result->domain, spf->domain) == 0)
        return g_strdup(term);
    return g_strdup_printf("%s (%s)", term, result->domain);
}

static void see_answer(const Answer *answer, gpointer data)
{
    gboolean *answers = data;
    if (answer_status_known(answer->status) && answer->tries > 0)
        *answers = TRUE;
}

/* True where the failure is the domain's: the resolver could not find it out, but answers
 * otherwise. *pending where that must be asked first. */
static gboolean domain_fails(const Spf *spf, gboolean *pending)
{
    const Answer *failed = spf->result->failed;
    gboolean answers = FALSE;
    if (failed->status != ANSWER_SERVFAIL && failed->status != ANSWER_TIMEOUT)
        return FALSE;
    answers_foreach(spf->context->answers, see_answer, &answers);
    if (answers)
        return TRUE;
    const Answer *root = answers_get(spf->context->answers, ".", TYPE_NS);
    *pending = root == NULL;
    return root != NULL && answer_status_known(root->status);
}

/* A result that could not be had must not rule a cause out: EFFECT_FAILED. */
static CheckState add_temperror(const Spf *spf)
{
    gboolean pending = FALSE;
    if (domain_fails(spf, &pending))
        add_proof(spf, add(spf, "spf.temperror", EFFECT_FAILED, spf->result->problem));
    else if (!pending)
        finding_add_could_not_ask(spf->findings, "spf", spf->context, spf->domain,
                                  spf->result->failed);
    return pending ? CHECK_PENDING : CHECK_DONE;
}

static void add_permerror(const Spf *spf)
{
    const SpfResult *result = spf->result;
    g_autofree char *id = g_strconcat("spf.problem-", result->problem_id, NULL);
    add_proof(spf, add(spf, "spf.permerror", EFFECT_CONTEXT, result->problem));
    add_advice(spf, id, result->problem_detail, NULL);
}

/* Without an address the record is right or wrong, but nobody can say whom it lets send. */
static void add_record(const Spf *spf)
{
    gboolean enough = spf->context->domain_check;
    Finding *finding = add(spf, enough ? "spf.record" : "spf.no-address",
                           enough ? EFFECT_CLEAN : EFFECT_CANNOT, spf->result->record);
    add_proof(spf, finding);
}

static CheckState add_result(const Spf *spf)
{
    static const char *const ids[] = {"spf.none", "spf.neutral", "spf.pass", "spf.fail",
                                      "spf.softfail"};
    SpfResultCode code = spf->result->code;
    if (code == SPF_TEMPERROR)
        return add_temperror(spf);
    if (code == SPF_PERMERROR) {
        add_permerror(spf);
    } else if (spf->ip == NULL && code != SPF_NONE) {
        add_record(spf);
    } else {
        g_autofree char *detail = code == SPF_NONE ? NULL : deciding(spf);
        add_proof(spf,
                  add(spf, ids[code], code == SPF_PASS ? EFFECT_CLEAN : EFFECT_CONTEXT, detail));
    }
    return CHECK_DONE;
}

/* Other readings of the same records. */
static CheckState add_second_opinion(const Spf *spf)
{
    const SpfResult *result = spf->result;
    g_autofree char *why = NULL;
    if (result->strict_code != result->code) {
        g_autofree char *voids = g_strdup_printf("%d", result->voids + result->voids_inner);
        add_advice(spf, "spf.void-disputed", voids, NULL);
    }
    if (result->code == SPF_TEMPERROR || result->code == SPF_NONE || spf->ip == NULL ||
        spf->context->trial)
        return CHECK_DONE;
    SpfResultCode code = spf_second_opinion(spf->context->answers, spf->ip, spf->domain,
                                            spf->sender, spf->context->facts->helo.text, &why);
    if (code == SPF_PENDING && why == NULL)
        return CHECK_PENDING;
    if (why != NULL)
        add_advice(spf, "spf.second-opinion-none", why, NULL)->effect = EFFECT_SKIPPED;
    else if (code != result->code &&
             code != SPF_TEMPERROR) /* which is of the moment, not of the record */
        add_advice(spf, "spf.second-opinion", spf_result_name(code), NULL);
    return CHECK_DONE;
}

/* This address passes before the record breaks; whoever comes later does not. */
static CheckState add_others(const Spf *spf)
{
    if (spf->ip == NULL || !spf->context->domain_check || spf->result->code == SPF_PERMERROR)
        return CHECK_DONE;
    const SpfResult *others = spf_evaluate_once(spf->context->answers, SPF_NOBODY, spf->domain,
                                                spf->sender, spf->context->facts->helo.text);
    if (others != NULL && others->code == SPF_PERMERROR) {
        g_autofree char *id = g_strconcat("spf.problem-", others->problem_id, NULL);
        add_advice(spf, "spf.broken-for-others", NULL, NULL);
        add_advice(spf, id, others->problem_detail, NULL);
    }
    return others == NULL ? CHECK_PENDING : CHECK_DONE;
}

static CheckState add_notes(const Spf *spf)
{
    g_autoptr(GPtrArray) lints = spf_lint(spf->context->answers, spf->domain, spf->result);
    if (lints == NULL)
        return CHECK_PENDING;
    CheckState state = add_second_opinion(spf);
    if (add_others(spf) == CHECK_PENDING)
        state = CHECK_PENDING;
    if (spf->result->explanation != NULL)
        add_advice(spf, "spf.explanation", spf->result->explanation, NULL);
    for (guint i = 0; i < lints->len; i++) {
        const SpfLint *lint = g_ptr_array_index(lints, i);
        add_advice(spf, lint->id, lint->detail, lint->answer);
    }
    return state;
}

/* The sending IP as the receiver can have seen it; NULL where it is unknown or none of the
 * Internet's. */
static const char *public_ip(const Facts *facts)
{
    guint8 bytes[16];
    const char *ip = facts->source_ip.text;
    gsize length = ip != NULL ? address_parse(ip, bytes) : 0;
    return length > 0 && address_unreachable(bytes, length) == NULL ? ip : NULL;
}

static CheckState check_identity(const CheckContext *context, const char *domain,
                                 const char *sender, GPtrArray *findings)
{
    const Facts *facts = context->facts;
    if (domain_is_literal(domain)) {
        finding_add_skipped(findings, "spf", context);
        return CHECK_DONE;
    }
    const char *ip = public_ip(facts);
    const SpfResult *result =
        spf_evaluate_once(context->answers, ip == NULL && context->domain_check ? SPF_NOBODY : ip,
                          domain, sender, facts->helo.text);
    if (result == NULL)
        return CHECK_PENDING;
    Spf spf = {context, domain, sender, ip, result, findings};
    CheckState state = add_result(&spf);
    /* Of a record that could not be read there is nothing to note. */
    if (result->failed != NULL)
        return state;
    return add_notes(&spf) == CHECK_PENDING ? CHECK_PENDING : state;
}

static CheckState one_spf(const CheckContext *context, const char *domain, GPtrArray *findings)
{
    const char *sender = context->facts->sender.text;
    g_autofree char *own = address_domain(sender != NULL ? sender : "");
    /* The domain of another role is asked about as if its postmaster sent. */
    gboolean is_own = own != NULL && g_ascii_strcasecmp(own, domain) == 0;
    return check_identity(context, domain, is_own ? sender : "", findings);
}

static gboolean null_sender(const Facts *facts)
{
    const char *sender = facts->sender.text;
    return sender != NULL && (sender[0] == '\0' || strcmp(sender, "<>") == 0);
}

CheckState check_spf(const CheckContext *context, GPtrArray *findings)
{
    const char *helo = context->facts->helo.text;
    if (strcmp(context->role, "sender-domain") == 0 && null_sender(context->facts) &&
        helo != NULL && helo[0] != '\0')
        return check_identity(context, helo, "", findings); /* RFC 7208 2.4 */
    return check_each_subject(context, "spf", one_spf, findings);
}
