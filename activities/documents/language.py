"""What the pages of a plan say of themselves, in the language of its kind."""

from dataclasses import dataclass

from activities.documents.paper import Status
from domain.kind.kind import Language


@dataclass(frozen=True)
class PaperWords:
    """The words of a paper that are not its plan's; `instant` is a date pattern of `locale` (CLDR)."""

    locale: str
    region: str
    page: str
    of: str
    text_digest: str
    hash: str
    text_line: str
    text_short: str
    log: str
    proof: str
    same: str
    emblem: str
    across: dict[Status, str]
    trial: str
    trial_mark: str
    void: str
    signed: str
    draft: str
    partly: str
    counted: str
    part: str
    joined: str
    whole_part: str
    number: str
    no_rows: str
    unsigned: str
    total: str
    in_words: str
    derived: str
    summed: str
    instant: str
    mark: str
    certified: str
    certified_trial: str
    decree: str
    on_behalf: str
    further: str
    signature_digest: str
    signature_log: str
    withdrawn: str


INDONESIAN = PaperWords(
    locale="id",
    region="ID",
    page="Halaman",
    of="dari",
    text_digest="Sidik naskah",
    hash="Hash catatan",
    text_line="{plan} · naskah versi {version} · catatan log nomor {position}",
    text_short="{plan} · naskah versi {version}",
    log="Catatan log nomor {position}",
    proof="Keterangan dokumen elektronik",
    same="Kode QR memuat keterangan ini dalam bentuk teks.",
    emblem="Lambang {office}",
    across={Status.DRAFT: "RANCANGAN", Status.VOID: "DIBATALKAN"},
    trial="UJI COBA",
    trial_mark="UJI COBA — bukan dokumen resmi",
    void="Dibatalkan: naskah ini tidak berlaku.",
    signed="Ditandatangani secara elektronik: {parts}.",
    draft="Rancangan: belum ditandatangani.",
    partly="Rancangan: baru {parts} yang ditandatangani.",
    counted="Rancangan: ditandatangani {given} dari {asked}.",
    part="bagian {key}",
    joined=" dan ",
    whole_part="Bagian {key}",
    number="No",
    no_rows="Belum ada sasaran.",
    unsigned="belum ditandatangani",
    total="JUMLAH",
    in_words="Terbilang: {words}",
    derived="Jumlah dan terbilang dihitung oleh sistem, tidak tercetak pada naskah.",
    summed="dihitung dari rincian di atas",
    instant="EEEE, d MMMM y 'pukul' HH.mm z",
    mark="Ditandatangani secara elektronik",
    certified="(tidak tersertifikasi)",
    certified_trial="(uji coba, tidak tersertifikasi)",
    decree="berdasarkan {decree}",
    on_behalf="a.n.",
    further="u.b.",
    signature_digest="Sidik naskah {digest} …",
    signature_log="Catatan log nomor {position}",
    withdrawn="Tanda tangan ini dibatalkan.",
)
ENGLISH = PaperWords(
    locale="en",
    region="GB",
    page="Page",
    of="of",
    text_digest="Text digest",
    hash="Record hash",
    text_line="{plan} · text version {version} · log entry {position}",
    text_short="{plan} · text version {version}",
    log="Log entry {position}",
    proof="About this electronic document",
    same="The QR code holds these particulars as text.",
    emblem="Emblem of {office}",
    across={Status.DRAFT: "DRAFT", Status.VOID: "VOID"},
    trial="TRIAL",
    trial_mark="TRIAL — not an official document",
    void="Void: this text is not in force.",
    signed="Signed electronically: {parts}.",
    draft="Draft: not signed yet.",
    partly="Draft: only {parts} signed so far.",
    counted="Draft: {given} of {asked} signatures so far.",
    part="part {key}",
    joined=" and ",
    whole_part="Part {key}",
    number="No.",
    no_rows="No goals yet.",
    unsigned="not signed yet",
    total="TOTAL",
    in_words="",  # amounts in words are an Indonesian custom
    derived="The total is computed by the system and not part of the text.",
    summed="added up from the amounts above",
    instant="EEEE, d MMMM y 'at' HH:mm ZZZZ",
    mark="Signed electronically",
    certified="(not certified)",
    certified_trial="(trial, not certified)",
    decree="by {decree}",
    on_behalf="on behalf of",
    further="for",
    signature_digest="Text digest {digest} …",
    signature_log="Log entry {position}",
    withdrawn="This signature is void.",
)
WORDS = {Language.INDONESIAN: INDONESIAN, Language.ENGLISH: ENGLISH}
UNSIGNED = tuple(words.unsigned for words in WORDS.values())  # stands where a signature will
