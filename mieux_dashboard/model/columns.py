"""The declaration of every table and column.

Reading, checking, the workbook that ships, the tables on screen and the documentation all come
from here: a new column is one entry, and nothing else has to be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LANGUAGE_NAMES = {"en": "English", "fr": "Français", "es": "Español"}
LANGUAGES = tuple(LANGUAGE_NAMES)
FURTHER: Mapping[str, Mapping[str, str]] = {}
"""Any further language -> an English label below -> ``label|other spelling`` in it.
What is not there is said in English."""

ColumnType = Literal["text", "id", "code", "date", "number", "url"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table.

    Parameters
    ----------
    name
        The name used in code, files and addresses.
    type
        ``text``; ``id`` (text, compared without case); ``code`` (one of a code list); ``date``
        (a day, a month or a year, kept as partial ISO text: ``2013-06-01``, ``2013-06``, ``2013``);
        ``number``; ``url``.
    headers
        By language, the label followed by the other spellings that a header row may have.
    codes
        Name of the code list: one of `CODE_LISTS`, or of a reference list (``countries``,
        ``areas``, ``institution_types``, ``groups``, ``phases``).
    multiple
        Whether a cell may hold several values, split on ``;``.
    required
        Whether a row without it is an error.
    personal
        Whether its values describe a person.
    """

    name: str
    type: ColumnType
    headers: Mapping[str, tuple[str, ...]]
    codes: str = ""
    multiple: bool = False
    required: bool = False
    personal: bool = False

    def label(self, language: str) -> str:
        """Return the column's name as a reader of `language` sees it."""
        return self.headers[language][0]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its key (empty where no column is one), its columns, its sheets' names."""

    name: str
    key: str
    sheets: Mapping[str, tuple[str, ...]]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the declaration of column `name`."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The declared column names, in order."""
        return tuple(column.name for column in self.columns)


def _headers(en: str, fr: str, es: str) -> dict[str, tuple[str, ...]]:
    """Split ``label|other spelling`` for each language."""
    label = en.partition("|")[0]
    further = {code: FURTHER.get(code, {}).get(label, en) for code in LANGUAGES}
    said = further | {"en": en, "fr": fr, "es": es}
    return {language: tuple(names.split("|")) for language, names in said.items()}


def _column(
    name: str,
    kind: ColumnType,
    en: str,
    fr: str,
    es: str,
    codes: str = "",
    flags: str = "",
) -> Column:
    """Declare a column; `flags` holds any of the words multiple, required, personal."""
    return Column(
        name,
        kind,
        _headers(en, fr, es),
        codes,
        multiple="multiple" in flags,
        required="required" in flags,
        personal="personal" in flags,
    )


_RECORD_SOURCE = _column(
    "record_source",
    "code",
    "Record source",
    "Origine de la donnée",
    "Origen del registro",
    "record_source",
)
_SOURCE_URL = _column(
    "source_url",
    "url",
    "Source|Source URL|Source address|Link",
    "Source|Adresse de la source|Lien",
    "Fuente|Dirección de la fuente|Enlace",
)
_SOURCE_NOTE = _column(
    "source_note", "text", "Note on the source|Source note", "Note sur la source", "Nota de fuente"
)
_COUNTRIES = _column(
    "countries",
    "code",
    "Countries|Country|Partner countries|Partner country|Partner",
    "Pays|Pays partenaires|Pays partenaire|Partenaire",
    "Países|País|Países socios|País socio|Socio",
    "countries",
    "multiple",
)
_BODY = _column(
    "regional_body",
    "code",
    "Regional body|Regional organisation|Body",
    "Organisme régional|Organisation régionale",
    "Organismo regional|Organización regional",
    "groups",
)
_AREAS = _column(
    "areas",
    "code",
    "Areas|Area|Themes|Theme|Thematic area|Thematic areas",
    "Domaines|Domaine|Thèmes|Thème|Domaine thématique",
    "Ámbitos|Ámbito|Áreas|Área|Temas|Tema|Área temática",
    "areas",
    "multiple",
)
_INSTITUTION = _column(
    "institution",
    "text",
    "Institution|Requesting institution|Partner institution",
    "Institution|Institution demandeuse|Institution partenaire",
    "Institución|Institución solicitante|Institución socia",
)
_INSTITUTION_TYPE = _column(
    "institution_type",
    "code",
    "Institution type|Type of institution",
    "Type d'institution",
    "Tipo de institución",
    "institution_types",
)
_INSTITUTION_TYPE_BASIS = _column(
    "institution_type_basis",
    "code",
    "Institution type: basis",
    "Type d'institution : base",
    "Tipo de institución: base",
    "basis",
)

ACTIONS = Table(
    "actions",
    "action_id",
    _headers("Actions|Action", "Actions|Action", "Acciones|Acción|Actions"),
    (
        _column(
            "action_id",
            "id",
            "Action ID|Action|ID|Action number|Action no|Reference|Code",
            "ID de l'Action|Identifiant|Action|N° d'Action|Référence|Code",
            "ID de la Acción|Identificador|Acción|N.º de Acción|Referencia|Código",
            flags="required",
        ),
        _column(
            "title",
            "text",
            "Title|Action title|Title of the Action|Name",
            "Titre|Titre de l'Action|Intitulé|Nom",
            "Título|Título de la Acción|Nombre",
            flags="required",
        ),
        _column(
            "title_fr",
            "text",
            "Title in French|Title FR",
            "Titre en français|Titre FR",
            "Título en francés|Título FR",
        ),
        _column(
            "title_es",
            "text",
            "Title in Spanish|Title ES",
            "Titre en espagnol|Titre ES",
            "Título en español|Título ES",
        ),
        _column(
            "translation_basis",
            "code",
            "Translation",
            "Traduction",
            "Traducción",
            "translation_basis",
        ),
        _column("scope", "code", "Scope", "Portée", "Alcance", "scope"),
        _COUNTRIES,
        _BODY,
        _AREAS,
        _column(
            "published_labels",
            "text",
            "Areas as published",
            "Domaines tels que publiés",
            "Ámbitos según lo publicado",
        ),
        _column("areas_basis", "code", "Areas: basis", "Domaines : base", "Ámbitos: base", "basis"),
        _INSTITUTION,
        _INSTITUTION_TYPE,
        _INSTITUTION_TYPE_BASIS,
        _column(
            "start_date",
            "date",
            "Start|Start date|Begin|Beginning|From|Starting date",
            "Début|Date de début|Commencement|Du",
            "Inicio|Fecha de inicio|Comienzo|Desde",
        ),
        _column(
            "end_date",
            "date",
            "End|End date|Closure|To|Closing date|Date of closure",
            "Fin|Date de fin|Clôture|Au|Date de clôture",
            "Fin|Fecha de fin|Cierre|Hasta|Fecha de cierre|Fecha final",
        ),
        _column("date_basis", "code", "Dates: basis", "Dates : base", "Fechas: base", "date_basis"),
        _column("status", "code", "Status|State", "Statut|État", "Estado|Situación", "status"),
        _column("phase", "code", "Phase", "Phase", "Fase", "phases"),
        _column("phase_basis", "code", "Phase: basis", "Phase : base", "Fase: base", "basis"),
        _column(
            "request_id",
            "id",
            "Request ID|Request|Request number|Request no",
            "ID de la demande|Demande|N° de demande",
            "ID de la solicitud|Solicitud|N.º de solicitud",
        ),
        _column(
            "participants",
            "number",
            "Participants|Number of participants",
            "Participants|Nombre de participants",
            "Participantes|Número de participantes",
        ),
        _column(
            "expert_countries",
            "code",
            "Experts' countries|Expert countries|Countries of the experts",
            "Pays des experts",
            "Países de los expertos",
            "countries",
            "multiple",
        ),
        _column(
            "country_basis",
            "code",
            "Experts' countries: basis",
            "Pays des experts : base",
            "Países de los expertos: base",
            "country_basis",
        ),
        _column(
            "output", "text", "Output|Outputs", "Produit|Produits|Réalisation", "Producto|Productos"
        ),
        _column(
            "output_fr",
            "text",
            "Output in French|Output FR",
            "Produit en français|Produit FR",
            "Producto en francés|Producto FR",
        ),
        _column(
            "output_es",
            "text",
            "Output in Spanish|Output ES",
            "Produit en espagnol|Produit ES",
            "Producto en español|Producto ES",
        ),
        _column("amount", "number", "Amount|Budget", "Montant|Budget", "Importe|Presupuesto"),
        _column("currency", "text", "Currency", "Monnaie|Devise", "Moneda|Divisa"),
        _SOURCE_URL,
        _SOURCE_NOTE,
        _RECORD_SOURCE,
    ),
)

REQUESTS = Table(
    "requests",
    "request_id",
    _headers("Requests|Request", "Demandes|Demande", "Solicitudes|Solicitud"),
    (
        _column(
            "request_id",
            "id",
            "Request ID|Request|ID|Request number|Request no|Reference",
            "ID de la demande|Demande|Identifiant|N° de demande|Référence",
            "ID de la solicitud|Solicitud|Identificador|N.º de solicitud|Referencia",
            flags="required",
        ),
        _column(
            "received_date",
            "date",
            "Received|Date received|Received on|Request date|Date of request",
            "Reçue le|Date de réception|Date de la demande",
            "Recibida el|Fecha de recepción|Fecha de la solicitud",
        ),
        _COUNTRIES,
        _BODY,
        _INSTITUTION,
        _INSTITUTION_TYPE,
        _INSTITUTION_TYPE_BASIS,
        _AREAS,
        _column("decision", "code", "Decision", "Décision", "Decisión", "decision"),
        _column(
            "decision_basis",
            "code",
            "Decision: basis",
            "Décision : base",
            "Decisión: base",
            "basis",
        ),
        _column(
            "decision_date",
            "date",
            "Decided|Decision date|Date of decision",
            "Décidée le|Date de décision|Date de la décision",
            "Decidida el|Fecha de decisión|Fecha de la decisión",
        ),
        _column(
            "first_activity_date",
            "date",
            "First activity|First activity date",
            "Première activité|Date de la première activité",
            "Primera actividad|Fecha de la primera actividad",
        ),
        _column(
            "action_ids",
            "id",
            "Action IDs|Actions|Action",
            "ID des Actions|Actions|Action",
            "ID de las Acciones|Acciones|Acción",
            flags="multiple",
        ),
        _SOURCE_URL,
        _SOURCE_NOTE,
        _RECORD_SOURCE,
    ),
)

FOCAL_POINTS = Table(
    "focal_points",
    "focal_point_id",
    _headers("Focal points|Focal point", "Points focaux|Point focal", "Puntos focales|Punto focal"),
    (
        _column(
            "focal_point_id",
            "id",
            "Focal point ID|Focal point|ID",
            "ID du point focal|Point focal|Identifiant",
            "ID del punto focal|Punto focal|Identificador",
            flags="required personal",
        ),
        _column(
            "member_state",
            "code",
            "Member State|EU Member State|Country",
            "État membre|État membre de l'UE|Pays",
            "Estado miembro|Estado miembro de la UE|País",
            "countries",
            "required",
        ),
        _INSTITUTION_TYPE,
        _column(
            "start_date",
            "date",
            "Start|Start date|From|Since",
            "Début|Date de début|Du|Depuis",
            "Inicio|Fecha de inicio|Desde",
        ),
        _column(
            "end_date",
            "date",
            "End|End date|To|Until",
            "Fin|Date de fin|Au|Jusqu'à",
            "Fin|Fecha de fin|Hasta",
        ),
        _SOURCE_URL,
        _RECORD_SOURCE,
    ),
)

EXPERTS = Table(
    "experts",
    "expert_id",
    _headers("Experts|Expert", "Experts|Expert", "Expertos|Experto"),
    (
        _column(
            "expert_id",
            "id",
            "Expert ID|Expert|ID",
            "ID de l'expert|Expert|Identifiant",
            "ID del experto|Experto|Identificador",
            flags="required personal",
        ),
        _column(
            "country",
            "code",
            "Country|Nationality",
            "Pays|Nationalité",
            "País|Nacionalidad",
            "countries",
            "required personal",
        ),
        _column(
            "institution_type",
            "code",
            "Institution type|Type of institution",
            "Type d'institution",
            "Tipo de institución",
            "expert_institution_type",
        ),
        _column("sex", "code", "Sex|Gender", "Sexe|Genre", "Sexo|Género", "sex", "personal"),
        _AREAS,
        _column(
            "languages",
            "text",
            "Languages|Working languages",
            "Langues|Langues de travail",
            "Idiomas|Idiomas de trabajo",
            flags="multiple",
        ),
        _column(
            "first_deployed",
            "date",
            "First deployed|First deployment",
            "Premier déploiement|Première mission",
            "Primer despliegue|Primera misión",
        ),
        _SOURCE_URL,
        _RECORD_SOURCE,
    ),
)

PUBLISHED_FIGURES = Table(
    "published_figures",
    "key",
    _headers("Published figures", "Chiffres publiés", "Cifras publicadas"),
    (
        _column("key", "id", "Key", "Clé", "Clave", flags="required"),
        _column("value", "number", "Value", "Valeur", "Valor", flags="required"),
        _column("qualifier", "text", "Qualifier", "Précision", "Matiz"),
        _column("unit", "text", "Unit", "Unité", "Unidad"),
        _column("as_of", "date", "As of", "À la date de", "A fecha de"),
        _column("period_from", "date", "From", "De", "Desde"),
        _column("period_to", "date", "To", "À", "Hasta"),
        _column("phase", "code", "Phase", "Phase", "Fase", "phases"),
        _column("region", "code", "Region", "Région", "Región", "regions"),
        _column("scope", "text", "Scope", "Champ", "Ámbito"),
        _column("basis", "code", "Basis", "Base", "Base", "basis"),
        _SOURCE_URL,
        _column("note", "text", "Note", "Note", "Nota"),
        _RECORD_SOURCE,
    ),
)

_ACTION_ID = _column(
    "action_id",
    "id",
    "Action ID|Action|Action number",
    "ID de l'Action|Action|N° d'Action",
    "ID de la Acción|Acción|N.º de Acción",
    flags="required",
)

DEPLOYMENTS = Table(
    "deployments",
    "",
    _headers("Deployments|Deployment", "Déploiements|Déploiement", "Despliegues|Despliegue"),
    (
        _column(
            "expert_id",
            "id",
            "Expert ID|Expert",
            "ID de l'expert|Expert",
            "ID del experto|Experto",
            flags="required personal",
        ),
        _ACTION_ID,
        _column(
            "start_date",
            "date",
            "Start|Start date|From",
            "Début|Date de début|Du",
            "Inicio|Fecha de inicio|Desde",
        ),
        _column(
            "end_date", "date", "End|End date|To", "Fin|Date de fin|Au", "Fin|Fecha de fin|Hasta"
        ),
        _column(
            "days", "number", "Days|Expert-days", "Jours|Jours d'expertise", "Días|Días de experto"
        ),
        _column("role", "text", "Role", "Rôle|Fonction", "Función|Rol"),
        _RECORD_SOURCE,
    ),
)

ACTIVITIES = Table(
    "activities",
    "activity_id",
    _headers("Activities|Activity", "Activités|Activité", "Actividades|Actividad"),
    (
        _column(
            "activity_id",
            "id",
            "Activity ID|Activity|ID|Activity number",
            "ID de l'activité|Activité|Identifiant|N° d'activité",
            "ID de la actividad|Actividad|Identificador|N.º de actividad",
            flags="required",
        ),
        _ACTION_ID,
        _column(
            "type",
            "code",
            "Type|Activity type|Type of activity",
            "Type|Type d'activité",
            "Tipo|Tipo de actividad",
            "activity_type",
        ),
        _column(
            "date",
            "date",
            "Date|Start|Start date",
            "Date|Début|Date de début",
            "Fecha|Inicio|Fecha de inicio",
        ),
        _column("end_date", "date", "End|End date", "Fin|Date de fin", "Fin|Fecha de fin"),
        _column("country", "code", "Country|Place", "Pays|Lieu", "País|Lugar", "countries"),
        _column("mode", "code", "Mode", "Mode|Modalité", "Modalidad", "mode"),
        _column(
            "participants",
            "number",
            "Participants|Number of participants",
            "Participants|Nombre de participants",
            "Participantes|Número de participantes",
        ),
        _column(
            "participants_women",
            "number",
            "Women|Women participants|Of whom women",
            "Femmes|Dont femmes|Participantes femmes",
            "Mujeres|De ellas mujeres|De los cuales mujeres",
        ),
        _RECORD_SOURCE,
    ),
)

RESULTS = Table(
    "results",
    "result_id",
    _headers("Results|Result", "Résultats|Résultat", "Resultados|Resultado"),
    (
        _column(
            "result_id",
            "id",
            "Result ID|Result|ID",
            "ID du résultat|Résultat|Identifiant",
            "ID del resultado|Resultado|Identificador",
            flags="required",
        ),
        _ACTION_ID,
        _column("level", "code", "Level", "Niveau", "Nivel", "result_level"),
        _column(
            "type",
            "code",
            "Type|Result type|Type of result",
            "Type|Type de résultat",
            "Tipo|Tipo de resultado",
            "result_type",
        ),
        _column("type_basis", "code", "Type: basis", "Type : base", "Tipo: base", "basis"),
        _column("stage", "code", "Stage", "Étape|Stade", "Etapa", "stage"),
        _column(
            "evidence",
            "code",
            "Evidence",
            "Preuve|Élément de preuve",
            "Prueba|Evidencia",
            "evidence",
        ),
        _column("date", "date", "Date", "Date", "Fecha"),
        _INSTITUTION,
        _column("description", "text", "Description|Result in words", "Description", "Descripción"),
        _column(
            "description_fr",
            "text",
            "Description in French|Description FR",
            "Description en français|Description FR",
            "Descripción en francés|Descripción FR",
        ),
        _column(
            "description_es",
            "text",
            "Description in Spanish|Description ES",
            "Description en espagnol|Description ES",
            "Descripción en español|Descripción ES",
        ),
        _column(
            "evidence_url",
            "url",
            "Evidence address|Source|Link",
            "Adresse de la preuve|Source|Lien",
            "Dirección de la prueba|Fuente|Enlace",
        ),
        _RECORD_SOURCE,
    ),
)

PARTNERS = Table(
    "partners",
    "",
    _headers(
        "Cooperating organisations|Partners",
        "Organisations associées|Partenaires",
        "Organizaciones asociadas|Socios",
    ),
    (
        _ACTION_ID,
        _column(
            "name",
            "text",
            "Name|Organisation",
            "Nom|Organisation",
            "Nombre|Organización",
            flags="required",
        ),
        _column(
            "kind",
            "code",
            "Kind|Kind of organisation",
            "Nature|Nature de l'organisation",
            "Clase|Clase de organización",
            "partner_kind",
        ),
        _SOURCE_URL,
        _RECORD_SOURCE,
    ),
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        ACTIONS,
        REQUESTS,
        FOCAL_POINTS,
        EXPERTS,
        DEPLOYMENTS,
        ACTIVITIES,
        RESULTS,
        PARTNERS,
        PUBLISHED_FIGURES,
    )
}


def _codes(**labels: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Declare a code list: code -> language -> label and other spellings; ``_`` stands for ``-``."""
    return {
        code.replace("_", "-"): _headers(*(text.strip() for text in label.split("/")))
        for code, label in labels.items()
    }


CODE_LISTS: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "basis": _codes(
        published="published / publié / publicado",
        assigned="assigned by us|assigned / attribué par nous|attribué / asignado por nosotros|asignado",
        derived="derived / calculé|dérivé / calculado|derivado",
    ),
    "translation_basis": _codes(
        published="published / publiée / publicada",
        unreviewed=(
            "translation not reviewed|unreviewed / traduction non relue|non relue"
            " / traducción no revisada|no revisada"
        ),
    ),
    "scope": _codes(
        national="national / nationale|national / nacional",
        regional="regional / régionale|régional / regional",
        interregional="interregional / interrégionale|interrégional / interregional",
    ),
    "date_basis": _codes(
        requested="from request to closure|requested / de la demande à la clôture|demandé"
        " / de la solicitud al cierre|solicitado",
        approved="from approval|approved / à partir de l'approbation|approuvé"
        " / desde la aprobación|aprobado",
        first_activity="from the first activity|first activity / à partir de la première activité|"
        "première activité / desde la primera actividad|primera actividad",
    ),
    "status": _codes(
        planned="planned / prévue|planifiée / prevista|planificada",
        running="running|ongoing / en cours / en curso",
        completed="completed|closed|done / achevée|terminée|clôturée / finalizada|terminada|cerrada",
        on_hold="put on hold|on hold|suspended / suspendue|mise en attente / suspendida|en suspenso",
        cancelled="cancelled|canceled / annulée / cancelada|anulada",
    ),
    "decision": _codes(
        accepted="accepted|approved / acceptée|approuvée / aceptada|aprobada",
        declined="declined|rejected|refused / rejetée|refusée / rechazada|denegada",
        withdrawn="withdrawn / retirée / retirada",
        pending="pending / en attente / pendiente",
    ),
    "country_basis": _codes(
        nationality="country of the expert as published|nationality / pays de l'expert tel que publié|"
        "nationalité / país del experto según lo publicado|nacionalidad",
        seconding_administration="seconding administration / administration d'origine"
        " / administración de origen",
    ),
    "expert_institution_type": _codes(
        public="public administration|public / administration publique|public"
        " / administración pública|público",
        academia="academia / milieu académique / ámbito académico",
        civil_society="civil society / société civile / sociedad civil",
        international_organisation="international organisation / organisation internationale"
        " / organización internacional",
        eu_agency="EU agency / agence de l'UE / agencia de la UE",
        private="private sector|private / secteur privé|privé / sector privado|privado",
    ),
    "sex": _codes(
        female="women|female|f|w / femmes|femme|f / mujeres|mujer|f|m.",
        male="men|male|m / hommes|homme|h|m / hombres|hombre|h",
    ),
    "activity_type": _codes(
        workshop="workshop / atelier / taller",
        training="training / formation / formación",
        mission="mission|expert mission|fact-finding mission / mission|mission d'experts / misión",
        study_visit="study visit|study tour / visite d'étude|voyage d'étude / visita de estudio",
        conference="conference / conférence / conferencia",
        study="study|report|desk work / étude|rapport / estudio|informe",
    ),
    "mode": _codes(
        in_person="in person|on site / en présentiel|présentiel / presencial",
        online="online|remote / en ligne|à distance / en línea|a distancia",
        hybrid="hybrid / hybride / híbrido",
    ),
    "result_level": _codes(
        output="output / produit / producto",
        outcome="outcome / effet|effet direct / efecto",
    ),
    "result_type": _codes(
        policy="policy or strategy|policy|strategy / politique ou stratégie|politique|stratégie"
        " / política o estrategia|política|estrategia",
        legislation="legislation|law / législation|loi / legislación|ley",
        institution="institution or coordination mechanism|institution"
        " / institution ou mécanisme de coordination|institution"
        " / institución o mecanismo de coordinación|institución",
        document="manual, curriculum, survey or report|manual|curriculum|survey|report"
        " / manuel, programme de formation, enquête ou rapport|manuel|rapport"
        " / manual, plan de formación, encuesta o informe|manual|informe",
        training="officials trained|training / agents formés|formation"
        " / personal formado|formación",
        local_plan="local plan / plan local / plan local",
        follow_up="follow-up cooperation|follow-up / coopération de suivi|suivi"
        " / cooperación de seguimiento|seguimiento",
    ),
    "stage": _codes(
        drafted="drafted / rédigé / redactado",
        presented="presented / présenté / presentado",
        adopted="adopted|approved / adopté|approuvé / adoptado|aprobado",
        in_use="in use / en usage|appliqué / en uso|aplicado",
    ),
    "evidence": _codes(
        programme_reported="reported by the programme|programme-reported"
        " / rapporté par le programme / comunicado por el programa",
        partner_confirmed="confirmed by the partner|partner-confirmed"
        " / confirmé par le partenaire / confirmado por el socio",
        evaluator_verified="verified by an evaluator|evaluator-verified"
        " / vérifié par un évaluateur / verificado por un evaluador",
    ),
    "partner_kind": _codes(
        eu_delegation="EU Delegation|Delegation / délégation de l'UE|délégation"
        " / Delegación de la UE|Delegación",
        international_organisation="international organisation / organisation internationale"
        " / organización internacional",
        civil_society="civil society organisation|NGO / organisation de la société civile|ONG"
        " / organización de la sociedad civil|ONG",
        academia="university or research|academia / université ou recherche / universidad o investigación",
        other="other / autre / otra",
    ),
    "record_source": _codes(
        published="public record|published / données publiques|publié / registro público|publicado",
        programme="programme register|programme / registre du programme|programme"
        " / registro del programa|programa",
        demonstration="demonstration|made up / démonstration|fictif / demostración|ficticio",
    ),
}

_OF_EXPERTS = ("experts", "deployments")
NEEDS: Mapping[str, tuple[str, ...]] = {
    "requests": ("requests",),
    "request": ("requests",),
    "request_id": ("requests",),
    "focal-points": ("focal_points",),
    "experts": _OF_EXPERTS,
    "deployments": _OF_EXPERTS,
    "expert_countries": _OF_EXPERTS,
    "country_basis": _OF_EXPERTS,
    "activities": ("activities",),
    "participants": ("activities",),
    "participants-by-sex": ("activities",),
    "results": ("results",),
}
"""Figures, things and columns that mean nothing to a programme that keeps none of these tables."""
