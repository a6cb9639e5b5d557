#include "content/catalogue/catalogue_schema.h"

#include "content/catalogue/catalogue.h"

#define STRING(type, member)                                                                       \
    CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_DEFAULT, type, member, 1, CYAML_UNLIMITED)
#define STRING_MAYBE(type, member)                                                                 \
    CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_OPTIONAL, type, member, 1, CYAML_UNLIMITED)
#define LIST_OF(type, member, entry, flags, least)                                                 \
    CYAML_FIELD_SEQUENCE(#member, CYAML_FLAG_POINTER | (flags), type, member, entry, least,        \
                         CYAML_UNLIMITED)
#define STRINGS(type, member) LIST_OF(type, member, &string_entry, CYAML_FLAG_DEFAULT, 1)
#define STRINGS_MAYBE(type, member) LIST_OF(type, member, &string_entry, CYAML_FLAG_OPTIONAL, 1)

static const cyaml_schema_value_t string_entry = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED),
};

static const cyaml_schema_value_t row_entry = {
    CYAML_VALUE_INT(CYAML_FLAG_DEFAULT, int),
};

static const cyaml_strval_t level_names[] = {
    {"reply-code", LEVEL_REPLY_CODE}, {"status", LEVEL_STATUS}, {"text", LEVEL_TEXT},
    {"provider", LEVEL_PROVIDER},     {"token", LEVEL_TOKEN},
};

static const cyaml_strval_t clean_names[] = {
    {"rules-out", CLEAN_RULES_OUT},
    {"proves-nothing", CLEAN_PROVES_NOTHING},
};

static const cyaml_schema_field_t words_fields[] = {
    STRING(WordList, name),
    STRINGS(WordList, any),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t words_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, WordList, words_fields)};

static const cyaml_schema_field_t rule_fields[] = {
    STRING(MatchRule, name),
    CYAML_FIELD_ENUM("level", CYAML_FLAG_STRICT, MatchRule, level, level_names,
                     G_N_ELEMENTS(level_names)),
    STRINGS_MAYBE(MatchRule, phrases),
    STRINGS_MAYBE(MatchRule, also),
    STRINGS_MAYBE(MatchRule, unless),
    LIST_OF(MatchRule, words, &words_entry, CYAML_FLAG_OPTIONAL, 1),
    STRINGS_MAYBE(MatchRule, text),
    STRINGS_MAYBE(MatchRule, not_text),
    STRINGS_MAYBE(MatchRule, speaker),
    STRINGS_MAYBE(MatchRule, status),
    STRINGS_MAYBE(MatchRule, code),
    STRINGS_MAYBE(MatchRule, kind),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t rule_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, MatchRule, rule_fields)};

static const cyaml_schema_field_t check_fields[] = {
    STRING(CauseCheck, check),           STRING(CauseCheck, subject),
    STRINGS_MAYBE(CauseCheck, confirms), STRINGS_MAYBE(CauseCheck, context),
    STRINGS_MAYBE(CauseCheck, lists),    CYAML_FIELD_END,
};

static const cyaml_schema_value_t check_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, CauseCheck, check_fields)};

static const cyaml_schema_field_t record_fields[] = {
    STRING(RecordTemplate, name),
    STRING(RecordTemplate, type),
    CYAML_FIELD_UINT("ttl", CYAML_FLAG_DEFAULT, RecordTemplate, ttl),
    STRING(RecordTemplate, value),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t fix_fields[] = {
    STRING(Fix, who),
    STRING(Fix, title),
    STRINGS(Fix, steps),
    CYAML_FIELD_MAPPING_PTR("record", CYAML_FLAG_OPTIONAL, Fix, record, record_fields),
    STRINGS_MAYBE(Fix, when),
    STRINGS_MAYBE(Fix, given),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t fix_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, Fix, fix_fields)};

static const cyaml_schema_field_t text_fields[] = {
    STRING(CauseText, title),
    STRING(CauseText, what),
    STRING(CauseText, why),
    STRING_MAYBE(CauseText, unproven),
    STRINGS_MAYBE(CauseText, avoid),
    LIST_OF(CauseText, fixes, &fix_entry, CYAML_FLAG_DEFAULT, 1),
    STRING(CauseText, reply),
    STRING(CauseText, note),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t link_fields[] = {
    STRING(Link, url),
    STRING(Link, title),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t link_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, Link, link_fields)};

static const cyaml_schema_field_t cause_fields[] = {
    STRING(Cause, id),
    LIST_OF(Cause, documented, &row_entry, CYAML_FLAG_OPTIONAL, 0),
    STRING(Cause, category),
    STRING(Cause, reason),
    STRING(Cause, acts),
    STRING_MAYBE(Cause, since),
    LIST_OF(Cause, rules, &rule_entry, CYAML_FLAG_DEFAULT, 1),
    LIST_OF(Cause, checks, &check_entry, CYAML_FLAG_OPTIONAL, 0),
    STRINGS_MAYBE(Cause, claims),
    CYAML_FIELD_ENUM("clean", CYAML_FLAG_STRICT, Cause, clean, clean_names,
                     G_N_ELEMENTS(clean_names)),
    CYAML_FIELD_MAPPING_PTR("en", CYAML_FLAG_DEFAULT, Cause, en, text_fields),
    CYAML_FIELD_MAPPING_PTR("zh_CN", CYAML_FLAG_DEFAULT, Cause, zh_CN, text_fields),
    LIST_OF(Cause, links, &link_entry, CYAML_FLAG_OPTIONAL, 0),
    STRINGS(Cause, match),
    STRINGS_MAYBE(Cause, mismatch),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t cause_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, Cause, cause_fields)};

const cyaml_schema_value_t catalogue_schema = {
    CYAML_VALUE_SEQUENCE(CYAML_FLAG_POINTER, Cause, &cause_entry, 0, CYAML_UNLIMITED),
};
