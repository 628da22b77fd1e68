"""Why a file is not read."""

from clusterlib.errors import InputError

SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后重试。"
SAVE_AS_CSV = "请用 Excel 另存为“CSV UTF-8（逗号分隔）”后重试。"


def damaged(where: str) -> InputError:
    """Return the refusal of a workbook that cannot be taken apart."""
    return InputError(where, "文件已损坏或不完整", "完整的 Excel 工作簿", "请重新保存或重新报送。")


def encrypted(where: str) -> InputError:
    """Return the refusal of a workbook with a password."""
    return InputError(where, "文件有密码保护", "没有密码的工作簿", "请取消打开密码后重试。")


def no_workbook(where: str, found: str = "不是 Excel 工作簿") -> InputError:
    """Return the refusal of a file of another kind."""
    return InputError(where, found, "Excel 工作簿（.xlsx）", SAVE_AS_XLSX)
