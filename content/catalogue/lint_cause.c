/* What several keys of one cause must have in common. */
#include "content/catalogue/catalogue_lint.h"

#include <string.h>

#include "content/catalogue/claims.h"

/* The findings of `key` must be ones of the check that stands beside it. */
static void check_own_findings(Lint *lint, const yaml_node_t *check, const char *key)
{
    const char *id = lint_scalar(lint_child(lint, check, "check"));
    const yaml_node_t *findings = lint_child(lint, check, key);
    const yaml_node_t *finding;
    for (guint i = 0; (finding = lint_item(lint, findings, i)); i++) {
        const char *text = lint_scalar(finding);
        gsize length = strlen(id);
        if (strchr(text, '.') && (strncmp(text, id, length) != 0 || text[length] != '.'))
            lint_problem(lint, finding,
                         "\"%s\" is no finding of the check \"%s\": move it to its own check", text,
                         id);
    }
}

/* True where a check of the cause can prove it. */
static gboolean check_checks(Lint *lint, const yaml_node_t *cause)
{
    const yaml_node_t *checks = lint_child(lint, cause, "checks");
    gboolean decides = FALSE;
    const yaml_node_t *check;
    for (guint i = 0; (check = lint_item(lint, checks, i)); i++) {
        check_own_findings(lint, check, "confirms");
        check_own_findings(lint, check, "context");
        decides |= lint_child(lint, check, "confirms") != NULL;
    }
    return decides;
}

static gboolean any_claim_answered(const Lint *lint, const yaml_node_t *claims, const char *role,
                                   const char *finding)
{
    const yaml_node_t *claim;
    for (guint i = 0; (claim = lint_item(lint, claims, i)); i++)
        if (claim_is_answered_by(lint_scalar(claim), role, finding))
            return TRUE;
    return FALSE;
}

static gboolean is_answered(const Lint *lint, const yaml_node_t *checks, const char *claim)
{
    const yaml_node_t *check, *finding;
    for (guint i = 0; (check = lint_item(lint, checks, i)); i++) {
        const yaml_node_t *confirms = lint_child(lint, check, "confirms");
        const char *role = lint_scalar(lint_child(lint, check, "subject"));
        for (guint j = 0; (finding = lint_item(lint, confirms, j)); j++)
            if (claim_is_answered_by(claim, role, lint_scalar(finding)))
                return TRUE;
    }
    return FALSE;
}

/* A finding may confirm only what is claimed, about the subject that it is claimed of: that SPF
 * fails for the envelope sender is no proof that DMARC fails for the domain in From:. An entry
 * without claims, as people's own may be, is taken at its word. */
static void check_claims(Lint *lint, const yaml_node_t *cause)
{
    const yaml_node_t *claims = lint_child(lint, cause, "claims");
    const yaml_node_t *checks = lint_child(lint, cause, "checks");
    const yaml_node_t *check, *finding, *claim;
    for (guint i = 0; claims && (check = lint_item(lint, checks, i)); i++) {
        const yaml_node_t *confirms = lint_child(lint, check, "confirms");
        const char *role = lint_scalar(lint_child(lint, check, "subject"));
        for (guint j = 0; (finding = lint_item(lint, confirms, j)); j++)
            if (!any_claim_answered(lint, claims, role, lint_scalar(finding)))
                lint_problem(lint, finding,
                             "\"%s\" of the %s answers none of the claims: move it to context, or "
                             "claim what it proves",
                             lint_scalar(finding), role);
    }
    for (guint i = 0; (claim = lint_item(lint, claims, i)); i++)
        if (!is_answered(lint, checks, lint_scalar(claim)))
            lint_problem(lint, claim,
                         "no check answers the claim \"%s\": add its findings to a confirms",
                         lint_scalar(claim));
}

/* Where DNS cannot tell, the person must be told why. */
static void check_unproven(Lint *lint, const yaml_node_t *cause, gboolean decides)
{
    static const char *const languages[] = {"en", "zh_CN", NULL};
    const char *clean = lint_scalar(lint_child(lint, cause, "clean"));
    if (decides && strcmp(clean, "rules-out") == 0)
        return;
    for (guint i = 0; languages[i]; i++) {
        const yaml_node_t *text = lint_child(lint, cause, languages[i]);
        if (text && !lint_child(lint, text, "unproven"))
            lint_problem(lint, text, "%s lacks \"unproven\": say why DNS cannot tell",
                         languages[i]);
    }
}

static gboolean same_record(const Lint *lint, const yaml_node_t *left, const yaml_node_t *right)
{
    static const char *const keys[] = {"name", "type", "ttl", "value", NULL};
    if (!left || !right)
        return left == right;
    for (guint i = 0; keys[i]; i++)
        if (strcmp(lint_scalar(lint_child(lint, left, keys[i])),
                   lint_scalar(lint_child(lint, right, keys[i]))) != 0)
            return FALSE;
    return TRUE;
}

static gboolean same_list(const Lint *lint, const yaml_node_t *left, const yaml_node_t *right)
{
    const yaml_node_t *one, *other;
    for (guint i = 0;; i++) {
        one = lint_item(lint, left, i);
        other = lint_item(lint, right, i);
        if (!one || !other)
            return one == other;
        if (strcmp(lint_scalar(one), lint_scalar(other)) != 0)
            return FALSE;
    }
}

/* Both languages must tell to do the same. */
static void check_languages_agree(Lint *lint, const yaml_node_t *cause)
{
    const yaml_node_t *en = lint_child(lint, cause, "en"), *zh = lint_child(lint, cause, "zh_CN");
    if (!en || !zh)
        return;
    const yaml_node_t *left = lint_child(lint, en, "fixes"), *right = lint_child(lint, zh, "fixes");
    const yaml_node_t *fix, *other;
    guint i = 0;
    for (; (fix = lint_item(lint, left, i)); i++) {
        other = lint_item(lint, right, i);
        if (!other ||
            strcmp(lint_scalar(lint_child(lint, fix, "who")),
                   lint_scalar(lint_child(lint, other, "who"))) ||
            !same_record(lint, lint_child(lint, fix, "record"),
                         lint_child(lint, other, "record")) ||
            !same_list(lint, lint_child(lint, fix, "when"), lint_child(lint, other, "when")) ||
            !same_list(lint, lint_child(lint, fix, "given"), lint_child(lint, other, "given"))) {
            lint_problem(lint, other ? other : fix,
                         "fix %u differs between the languages: give both the same who, "
                         "record, when and given",
                         i + 1);
            return;
        }
    }
    if ((other = lint_item(lint, right, i)))
        lint_problem(lint, other, "fix %u stands in zh_CN only: add it to en", i + 1);
}

void lint_cause(Lint *lint, yaml_node_t *cause)
{
    lint_rules(lint, cause);
    gboolean decides = check_checks(lint, cause);
    check_claims(lint, cause);
    check_unproven(lint, cause, decides);
    check_languages_agree(lint, cause);
}
