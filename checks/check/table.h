/* The checks themselves, one per file; what each looks at and finds stands in its file and in
 * content/phrases/findings.yaml. */
#ifndef CHECKS_CHECK_TABLE_H
#define CHECKS_CHECK_TABLE_H

#include "checks/check/check.h"

CheckState check_domain(const CheckContext *context, GPtrArray *findings);
CheckState check_mx(const CheckContext *context, GPtrArray *findings);
CheckState check_address(const CheckContext *context, GPtrArray *findings);
CheckState check_ptr(const CheckContext *context, GPtrArray *findings);
CheckState check_helo(const CheckContext *context, GPtrArray *findings);
CheckState check_spf(const CheckContext *context, GPtrArray *findings);
CheckState check_dkim(const CheckContext *context, GPtrArray *findings);
CheckState check_authentication(const CheckContext *context, GPtrArray *findings);
CheckState check_dmarc(const CheckContext *context, GPtrArray *findings);
CheckState check_dnsbl(const CheckContext *context, GPtrArray *findings);
CheckState check_syntax(const CheckContext *context, GPtrArray *findings);
CheckState check_attachment(const CheckContext *context, GPtrArray *findings);
CheckState check_transport(const CheckContext *context, GPtrArray *findings);
CheckState check_resolver(const CheckContext *context, GPtrArray *findings);
CheckState check_typo(const CheckContext *context, GPtrArray *findings);

#endif
