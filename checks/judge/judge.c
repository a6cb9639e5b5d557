#include "checks/judge/judge.h"

static const char *const verdict_names[] = {
    [VERDICT_CONFIRMED] = "confirmed",   [VERDICT_RULED_OUT] = "ruled-out",
    [VERDICT_NOT_BY_DNS] = "not-by-dns", [VERDICT_COULD_NOT_ASK] = "could-not-ask",
    [VERDICT_NOT_ASKED] = "not-asked",
};

const char *verdict_name(Verdict verdict)
{
    return verdict_names[verdict];
}

/* What the findings of one deciding check amount to. */
typedef struct {
    guint known, failed, not_asked, without_subject;
} Tally;

static gboolean named(char **names, unsigned count, const char *name)
{
    for (unsigned i = 0; i < count; i++)
        if (g_ascii_strcasecmp(names[i], name) == 0)
            return TRUE;
    return FALSE;
}

static gboolean is_about(const CauseCheck *check, const Finding *finding, const char *role)
{
    return g_str_equal(check->check, finding->check) && g_str_equal(check->subject, role);
}

static gboolean belongs(const CauseCheck *check, const Finding *finding)
{
    if (!is_about(check, finding, finding->role))
        return FALSE;
    if (!check->lists_count || !finding->list)
        return TRUE;
    return named(check->lists, check->lists_count, finding->list) ||
           (finding->named && named(check->lists, check->lists_count, "named"));
}

/* A list that the bounce names is what it speaks of: what another list says is a fact of its own.
 */
static gboolean is_of_another_list(const CauseCheck *check, const Finding *finding,
                                   GPtrArray *findings)
{
    if (!finding->list || finding->named)
        return FALSE;
    for (guint i = 0; i < findings->len; i++) {
        const Finding *other = g_ptr_array_index(findings, i);
        if (other->named && g_str_equal(other->check, check->check))
            return TRUE;
    }
    return FALSE;
}

/* One MX host of several that is wrong is a fault, but the domain is not without mail hosts. */
static gboolean is_too_little(const Cause *cause, const Finding *finding)
{
    return finding->partial && !named(cause->claims, cause->claims_count, "mx-wrong");
}

static gboolean confirms(const Cause *cause, const CauseCheck *check, const Finding *finding,
                         GPtrArray *findings)
{
    return belongs(check, finding) && named(check->confirms, check->confirms_count, finding->id) &&
           !is_of_another_list(check, finding, findings) && !is_too_little(cause, finding);
}

static void count(Tally *tally, const Finding *finding)
{
    if (finding->effect == EFFECT_FAILED)
        tally->failed++;
    else if (finding->effect != EFFECT_SKIPPED && finding->effect != EFFECT_CANNOT)
        tally->known++;
    else if (g_str_has_suffix(finding->id, ".could-not-ask"))
        tally->not_asked++;
    else
        tally->without_subject++;
}

/* The check was asked, but nothing of what it says is about the list that counts: none was named.
 */
static gboolean has_other_answers(const CauseCheck *check, GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = g_ptr_array_index(findings, i);
        if (finding->list && g_str_equal(check->check, finding->check) &&
            g_str_equal(check->subject, finding->role) && finding->effect != EFFECT_SKIPPED)
            return TRUE;
    }
    return FALSE;
}

static Tally tally_of(const CauseCheck *check, GPtrArray *findings)
{
    Tally tally = {0};
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = g_ptr_array_index(findings, i);
        if (belongs(check, finding) && !finding->advice &&
            !is_of_another_list(check, finding, findings))
            count(&tally, finding);
    }
    if (tally.known || tally.failed || tally.without_subject)
        return tally;
    if (has_other_answers(check, findings))
        tally.without_subject++;
    else
        tally.not_asked++;
    return tally;
}

static gboolean mark_confirming(const Cause *cause, const CauseCheck *check, GPtrArray *findings)
{
    gboolean any = FALSE;
    for (guint i = 0; i < findings->len; i++) {
        Finding *finding = g_ptr_array_index(findings, i);
        if (!confirms(cause, check, finding, findings))
            continue;
        finding->effect = EFFECT_CONFIRMS;
        any = TRUE;
    }
    return any;
}

/* What is right now speaks against the cause only where that rules it out. */
static void mark_contradicting(const Cause *cause, GPtrArray *findings)
{
    for (unsigned i = 0; i < cause->checks_count; i++)
        for (guint j = 0; cause->checks[i].confirms_count && j < findings->len; j++) {
            Finding *finding = g_ptr_array_index(findings, j);
            if (belongs(&cause->checks[i], finding) && finding->effect == EFFECT_CLEAN)
                finding->effect = EFFECT_CONTRADICTS;
        }
}

static void mark_context(const Cause *cause, GPtrArray *findings)
{
    for (unsigned i = 0; i < cause->checks_count; i++)
        for (guint j = 0; j < findings->len; j++) {
            const CauseCheck *check = &cause->checks[i];
            Finding *finding = g_ptr_array_index(findings, j);
            if (finding->effect == EFFECT_CLEAN && belongs(check, finding) &&
                named(check->context, check->context_count, finding->id))
                finding->effect = EFFECT_CONTEXT;
        }
}

/* No finding confirms: what do all deciding checks together say? */
static Verdict weigh(const Cause *cause, GPtrArray *findings)
{
    Tally all = {0};
    guint deciding = 0, unheard = 0;
    for (unsigned i = 0; i < cause->checks_count; i++) {
        if (!cause->checks[i].confirms_count)
            continue;
        Tally tally = tally_of(&cause->checks[i], findings);
        deciding++;
        unheard += !tally.known && (tally.failed || tally.not_asked);
        all.known += tally.known;
        all.failed += tally.failed;
        all.not_asked += tally.not_asked;
    }
    if (!deciding || (!all.known && !all.failed && !all.not_asked))
        return VERDICT_NOT_BY_DNS;
    if (!all.known && !all.failed)
        return VERDICT_NOT_ASKED;
    if (cause->clean == CLEAN_PROVES_NOTHING)
        return unheard ? VERDICT_COULD_NOT_ASK : VERDICT_NOT_BY_DNS;
    return all.failed || all.not_asked ? VERDICT_COULD_NOT_ASK : VERDICT_RULED_OUT;
}

gboolean judge_can_tell(const Cause *cause)
{
    for (unsigned i = 0; i < cause->checks_count; i++)
        if (cause->checks[i].confirms_count)
            return TRUE;
    return FALSE;
}

gboolean judge_decides(const Cause *cause, const Finding *finding, GPtrArray *findings)
{
    for (unsigned i = 0; i < cause->checks_count; i++)
        if (cause->checks[i].confirms_count && belongs(&cause->checks[i], finding) &&
            (finding->effect == EFFECT_CONFIRMS ||
             (!finding->advice && !is_of_another_list(&cause->checks[i], finding, findings))))
            return TRUE;
    return FALSE;
}

gboolean judge_has_heard(const Cause *cause, GPtrArray *findings)
{
    for (unsigned i = 0; i < cause->checks_count; i++)
        if (cause->checks[i].confirms_count && tally_of(&cause->checks[i], findings).known)
            return TRUE;
    return FALSE;
}

Verdict judge(const Cause *cause, GPtrArray *findings)
{
    if (!cause)
        return VERDICT_NOT_BY_DNS;
    gboolean confirmed = FALSE;
    for (unsigned i = 0; i < cause->checks_count; i++)
        confirmed |= mark_confirming(cause, &cause->checks[i], findings);
    Verdict verdict = confirmed ? VERDICT_CONFIRMED : weigh(cause, findings);
    if (verdict == VERDICT_RULED_OUT)
        mark_contradicting(cause, findings);
    mark_context(cause, findings);
    return verdict;
}

gboolean judge_claims(const Cause *cause, const Finding *finding, const char *role)
{
    for (unsigned i = 0; i < cause->checks_count; i++) {
        const CauseCheck *check = &cause->checks[i];
        gboolean its_list = !check->lists_count || !finding->list ||
                            named(check->lists, check->lists_count, "named") ||
                            named(check->lists, check->lists_count, finding->list);
        if (is_about(check, finding, role) && its_list && !is_too_little(cause, finding) &&
            named(check->confirms, check->confirms_count, finding->id))
            return TRUE;
    }
    return FALSE;
}
