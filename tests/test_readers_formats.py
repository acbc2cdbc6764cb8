"""Number formats: what a cell shows of what it holds."""

import pytest

from reportkit.readers.formats import Shown, shown, shown_text

ACCOUNT = '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '
SUMS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "pattern", "printed"),
    [
        ("", "0", ""), ("#N/A", "0", "#N/A"), ("NaN", "0", "NaN"), ("1e400", "0", "1e400"),
        ("17081.0", "General", "17081"), ("1E+05", "General", "100000"), ("1E-3", "General", "0.001"),
        ("0.30000000000000004", "General", "0.3"), ("0.30000000000000004", "0.0", "0.3"),
        ("123456789.25", "General", "123456789.25"), ("811.5600000000001", "0.00", "811.56"),
        ("3", "0.00", "3.00"), ("0.1", "0.0##", "0.1"), ("0.5", ".00", ".50"), ("12.5", ".00", "12.50"),
        ("5", "000", "005"), ("100000000000", "0", "100000000000"), ("1234567", "#,##0", "1,234,567"),
        ("999", "#,##0", "999"), ("1000", "#,##0.00", "1,000.00"), ("0", "#,##0", "0"),
        ("123", "[$¥-804]#,##0.00", "¥123.00"), ("3", '"共"0"件"', "共3件"), ("5", '"0"0', "05"),
        ("5", 'General"件"', "5件"), ("3", "G/通用格式", "3"), ("3", "0 ", "3"), ("0.25", "0%", "25%"),
        ("0.256", "0.0%", "25.6%"), ("50", "0\\%", "50%"), ("0", "@", "0"),
        # sections for positive and negative numbers and zero, and conditions
        ("1234", ACCOUNT, "1,234"), ("-1234", ACCOUNT, "-1,234"), ("12.5", SUMS, "12.50"),
        ("-1234", "#,##0;-#,##0", "-1,234"), ("-5", '0;"-"0', "-5"), ("-5", "0_);\\(0\\)", "(5)"),
        ("3", '[=0]"—";0', "3"), ("-3", '[>=0]0;"负"0', "负3"), ("-4", "0", "-4"),
        # thousands and ten thousands
        ("251000", '0!.0,"万"', "25.1万"), ("251000", '0\\.0,"万"', "25.1万"), ("3.7", '0.0"万"', "3.7万"),
        # dates
        ("45311", "[$-804]yyyy年m月d日", "2024-01-20"), ("17", "yyyy/m/d;@", "1900-01-17"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
    ],
)  # fmt: skip
def test_a_number_is_printed_as_shown(stored: str, pattern: str, printed: str) -> None:
    assert shown(stored, pattern) == Shown(printed)


@pytest.mark.parametrize(
    ("stored", "pattern", "printed", "doubt"),
    [
        # zero is printed as nothing, or a dash
        ("0", "0;-0;;@", "", "zero"), ("0", "General;-General;", "", "zero"), ("0", "#", "", "zero"),
        ("0", ACCOUNT, "-", "zero"), ("0", SUMS, "-", "zero"), ("0", '[=0]"—";0', "—", "zero"),
        ("7", ";;;", "", "unseen"), ("5", '"—"', "—", "unseen"),
        # another number is printed than is stored
        ("12.6", "0", "13", "other"), ("2.5", "0", "3", "other"), ("0.4", "0;-0;", "0", "other"),
        ("1.005", "0.00", "1.01", "other"), ("-0.4", "0", "0", "other"), ("-5", "0;[Red]0", "5", "other"),
        ("251000", "#,##0,", "251", "other"), ("251234.5", "0.00,", "251.23", "other"),
        ("1000000", "0,,", "1", "other"), ("12345678901.25", "General", "12345678901", "other"),
        # formats that are not followed
        ("12345", "0.00E+00", "12345", "format"), ("0.5", "# ?/?", "0.5", "format"),
        ("21", "[DBNum1]General", "21", "format"), ("1.5", "[h]:mm", "1.5", "format"),
        ("99999999", "yyyy", "99999999", "format"), ("-1", "yyyy", "-1", "format"),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_told(stored: str, pattern: str, printed: str, doubt: str) -> None:
    assert shown(stored, pattern) == Shown(printed, doubt)


def test_dates_of_old_macs() -> None:
    assert shown("43849", "yyyy-mm-dd", mac=True).text == "2024-01-20"


@pytest.mark.parametrize(
    ("text", "pattern", "printed"),
    [
        ("无", "0;-0;;@", "无"),
        ("无", ";;;", ""),
        ("3", '@"件"', "3件"),
        ("—", "0", "—"),
        ("", ";;;", ""),
    ],
)
def test_texts_have_a_section_too(text: str, pattern: str, printed: str) -> None:
    assert shown_text(text, pattern) == Shown(printed, "unseen" if text and not printed else "")
