"""Units by what they do with numbers: things are counted whole, sizes are measured, scores and rates never add up."""

import re
from enum import Enum, auto


class Sort(Enum):
    """What kind of unit a word is."""

    COUNTED = auto()
    MEASURED = auto()
    SCORED = auto()
    RATE = auto()
    UNKNOWN = auto()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COUNTED = _words(
    """
    orang org jiwa peserta pegawai karyawan asn pns pppk guru dosen mahasiswa siswa murid santri lulusan pasien penduduk
    warga petani nelayan pemilih pengunjung wisatawan penumpang pelanggan responden kader tenaga perawat dokter bidan
    hakim panitera petugas anggota pengurus saksi auditor keluarga kk rumah rt rw balita bayi ibu anak lansia penyandang
    laporan lap lapor dokumen dok berkas naskah surat peraturan perda perbup raperda regulasi kebijakan rekomendasi
    keputusan sk putusan perkara kasus pengaduan aduan temuan sengketa permohonan perizinan izin sertifikat akta kartu
    ktp kk publikasi artikel jurnal buku judul modul kurikulum penelitian riset inovasi paten karya hki haki kerjasama
    mou kegiatan keg program acara rapat sidang pertemuan kunjungan layanan pelayanan pelatihan diklat sosialisasi
    bimtek workshop seminar lomba event even festival angkatan kelas rombel sesi kali frekuensi paket pkt unit buah bh
    set item jenis macam lembar eksemplar eks rim dus botol tablet vial dosis sampel spesimen titik lokasi tempat ruas
    jembatan bangunan gedung ruang ruangan kamar bed tt kendaraan mobil motor kapal komputer laptop aplikasi sistem
    website server data set dataset akun desa kelurahan kecamatan kabupaten kota provinsi kab prov negara daerah wilayah
    kawasan satker opd skpd upt uptd kantor kua instansi lembaga organisasi kelompok kel poktan koperasi umkm ukm
    perusahaan usaha industri sekolah sd smp sma smk paud pesantren prodi fakultas jurusan universitas kampus puskesmas
    posyandu faskes rs rsud klinik masjid pasar terminal pelabuhan bandara bumd bumdes ormas parpol tps kpu badan
    komunitas mitra objek obyek destinasi situs koleksi ekor batang bibit pohon benih sambungan sr kpm bidang
    persil sumur embung bendung
    person persons people student students graduate graduates employee employees patient patients farmer farmers
    household households family families beneficiary beneficiaries report reports document documents case cases
    complaint complaints activity activities project projects program programs programme programmes training trainings
    session sessions meeting meetings seminar workshop workshops event events unit units item items set sets piece
    pieces school schools office offices barangay barangays municipality municipalities city cities province provinces
    region regions time times copy copies publication publications visit visits inspection inspections permit permits
    application applications transaction transactions certificate certificates policy policies classroom classrooms
    """
)
_MEASURED = _words(
    """
    hari harikerja hk bulan bln tahun thn minggu mgg triwulan tw semester jam menit mnt detik dtk pekan periode malam
    km m cm mm meter mtr kilometer m2 m3 m² m³ km2 km² ha hektar hektare are kg gram gr g mg ton kuintal kw kwintal
    liter ltr l ml kl kwh mwh mw kva watt gwh gb mb tb mbps gbps kal kkal derajat °c celcius celsius bar barel boe
    kubik lux db desibel ppm mol pascal knot mil day days week weeks month months year years hour hours minute minutes
    second seconds working calendar hectare hectares ton tons tonne tonnes kilogram kilograms kilometers kilometres
    meters metres liters litres square cubic jp sks jpl oh ob ok volt
    """
)
_SCORED = _words(
    """
    nilai poin point points skor score indeks index ip bintang star stars rating angka level skala scale persepsi mutu
    """
)
_TIME = _words(
    """
    hari hk bulan bln tahun thn minggu mgg jam menit mnt detik dtk day days week weeks month months year years hour
    hours minute minutes second seconds
    """
)
CURRENCIES = frozenset(("php", "usd", "us$", "$", "₱", "eur", "€", "rm", "sgd", "s$", "p"))
_PER = re.compile(r"(?:per|setiap|tiap|for every|for each)\b|/", re.IGNORECASE)
_EDGE = ".,;:()[]"


def sort_of(unit: str) -> Sort:
    """Return what kind of unit is printed; of several words the first that is known decides."""
    said = unit.casefold().strip(_EDGE + " ")
    if _PER.search(said):
        return Sort.RATE
    words = [word.strip(_EDGE) for word in said.split()]
    for word in words:
        for known, sort in ((_COUNTED, Sort.COUNTED), (_MEASURED, Sort.MEASURED), (_SCORED, Sort.SCORED)):
            if word in known:
                return sort
    return Sort.MEASURED if said in CURRENCIES else Sort.UNKNOWN


_COUNTS = re.compile(
    r"^\W*(?:\[[^\]]*\]|\(?[a-z0-9]{1,3}[.)])?\s*(?:jumlah|banyaknya|frekuensi|(?:total )?number of|no\. of)\b",
    re.IGNORECASE,
)


def is_time(unit: str) -> bool:
    """Return whether the unit says how long."""
    return any(word.strip(_EDGE) in _TIME for word in unit.casefold().split())


def counts(indicator: str) -> bool:
    """Return whether the wording says that things are counted: *Jumlah kunjungan pasien*."""
    return _COUNTS.match(indicator) is not None and re.search(r"\brata-rata|\bper\b", indicator, re.I) is None


def suggested(indicator: str) -> str:
    """Return the unit that a wording itself names, or nothing: *pasien* of *Jumlah kunjungan pasien*."""
    found = _COUNTS.match(indicator)
    if found is None:
        return ""
    words = [word.strip(_EDGE) for word in indicator[found.end() :].split()[:4]]
    known = [word for word in words if word.casefold() in _COUNTED]
    return known[-1] if known else words[0] if words else ""
