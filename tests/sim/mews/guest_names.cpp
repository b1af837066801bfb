#include "tests/sim/mews/guest_names.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace stayd::sim {
namespace {

using Words = std::vector<std::string_view>;

struct Names {
    Words women;
    Words men;
    Words families;
    bool has_two_families = false;  ///< Portuguese and Spanish custom
};

const Names portuguese{
    {"Maria",     "Ana",    "Beatriz",   "Inês",  "Leonor",   "Matilde", "Mariana",
     "Carolina",  "Sofia",  "Margarida", "Joana", "Catarina", "Rita",    "Teresa",
     "Conceição", "Fátima", "Graça",     "Luísa", "Helena",   "Marta",   "Patrícia",
     "Raquel",    "Sílvia", "Susana",    "Vera"},
    {"João",     "José",   "António",  "Manuel", "Francisco", "Rodrigo", "Martim",
     "Santiago", "Tomás",  "Duarte",   "Miguel", "Afonso",    "Gonçalo", "Pedro",
     "Tiago",    "Diogo",  "Rui",      "Luís",   "Nuno",      "Paulo",   "Ricardo",
     "Jorge",    "Carlos", "Fernando", "Vítor"},
    {"Silva",
     "Santos",
     "Ferreira",
     "Pereira",
     "Oliveira",
     "Costa",
     "Rodrigues",
     "Martins",
     "Jesus",
     "Sousa",
     "Fernandes",
     "Gonçalves",
     "Gomes",
     "Lopes",
     "Marques",
     "Alves",
     "Almeida",
     "Ribeiro",
     "Pinto",
     "Carvalho",
     "Teixeira",
     "Moreira",
     "Correia",
     "Mendes",
     "Nunes",
     "Soares",
     "Vieira",
     "Monteiro",
     "Cardoso",
     "Rocha",
     "Raposo",
     "Neves",
     "Coelho",
     "Cruz",
     "Cunha",
     "Pires",
     "Ramos",
     "Reis",
     "Simões",
     "Antunes",
     "Matos",
     "Fonseca",
     "Machado",
     "Araújo",
     "Barbosa",
     "Tavares",
     "Lourenço",
     "Castro",
     "Figueiredo",
     "Azevedo",
     "de Vasconcelos e Menezes",
     "do Espírito Santo"},
    true};
const Names spanish{
    {"María", "Carmen", "Lucía", "Paula", "Marta", "Núria", "Ainhoa", "Begoña", "Rocío", "Pilar"},
    {"Antonio", "José", "Javier", "Íñigo", "Álvaro", "Sergio", "Iker", "Raúl", "Jordi", "Ángel"},
    {"García", "Fernández", "González", "Rodríguez", "López", "Martínez", "Sánchez", "Pérez",
     "Gómez", "Muñoz", "Ibáñez", "Núñez", "Etxeberria", "Puigdemont", "Castaño", "de la Fuente"},
    true};
const Names french{
    {"Camille", "Chloé", "Léa", "Anaïs", "Hélène", "Françoise", "Élodie", "Océane", "Marie-Claire",
     "Zoé"},
    {"Jean", "Pierre", "François", "Rémi", "Loïc", "Benoît", "Jérôme", "Mathéo", "Jean-Baptiste",
     "Aurélien"},
    {"Martin", "Bernard", "Dubois", "Lefèvre", "Moreau", "Le Goff", "D’Artois", "Garnier",
     "Rousseau", "L’Hermitte", "Chevallier", "Noël", "Gaëtan", "Besançon", "Saint-Exupère"}};
const Names german{
    {"Anna", "Käthe", "Jutta", "Sabine", "Heike", "Ursula", "Lena", "Annegret", "Grete", "Jördis"},
    {"Jürgen", "Hans-Peter", "Götz", "Matthias", "Lukas", "Sören", "Björn", "Karl-Heinz", "Jan",
     "Florian"},
    {"Müller", "Schmidt", "Schneider", "Weiß", "Großmann", "Köhler", "Jäger", "von der Leye",
     "Böttcher", "Hübner", "Schäfer", "Zimmermann", "Freiherr von und zu Guttenau", "Wößner",
     "Kühn"}};
const Names italian{
    {"Giulia", "Chiara", "Francesca", "Maria Grazia", "Letizia", "Ginevra", "Noemi", "Beatrice"},
    {"Marco", "Niccolò", "Giosuè", "Alessandro", "Luca", "Matteo", "Gian Luca", "Raffaele"},
    {"Rossi", "Russo", "Bianchi", "D’Angelo", "Dell’Acqua", "De Luca", "Lo Presti", "Fabbri",
     "Nicolò", "Conti"}};
const Names english{
    {"Olivia", "Siobhán", "Caitlín", "Zoë", "Mary Jane", "Grace", "Amelia", "Niamh"},
    {"Oliver", "Seán", "Declan", "Jack", "Harry", "Liam", "George", "Callum"},
    {"Smith", "O’Brien", "O'Connor", "MacDonald", "McAllister", "Jones", "Fitzgerald",
     "Ó Súilleabháin", "Brown", "Featherstonehaugh-Cholmondeley", "Taylor", "Ng", "Clarke",
     "Walker"}};
const Names dutch{{"Sanne", "Femke", "Anouk", "Maartje"},
                  {"Daan", "Joost", "Sjoerd", "Maarten"},
                  {"de Vries", "van den Berg", "’t Hooft", "Jansen", "Dijkstra", "van der IJssel",
                   "Peeters", "Vermeulen"}};
const Names nordic{{"Åsa", "Sigrid", "Märta", "Ingrid", "Päivi"},
                   {"Øyvind", "Björn", "Søren", "Håkon", "Väinö"},
                   {"Ångström", "Sørensen", "Håkansson", "Bjørnstad", "Mäkelä", "Jónsdóttir",
                    "Lindqvist", "Østergaard"}};
const Names slavic{{"Zuzana", "Agnieszka", "Petra", "Živa", "Jelena"},
                   {"Jiří", "Łukasz", "Tomáš", "Žiga", "Vojtěch"},
                   {"Dvořák", "Wiśniewski", "Szczęsny", "Novotný", "Kovač", "Đorđević",
                    "Brzęczyszczykiewicz", "Ševčík"}};
const Names cyrillic{
    {"Анна", "Екатерина", "Ольга", "Наталья", "Юлия"},
    {"Александр", "Дмитрий", "Сергей", "Фёдор", "Юрий"},
    {"Иванов", "Кузнецов", "Соловьёв", "Щербаков", "Достоевский", "Лукашевіч", "Йовчев"}};
const Names greek{{"Μαρία", "Ελένη", "Αικατερίνη"},
                  {"Γεώργιος", "Δημήτρης", "Νικόλαος"},
                  {"Παπαδόπουλος", "Οικονόμου", "Παπακωνσταντίνου", "Αθανασίου"}};
const Names hebrew{{"נועה", "תמר", "שירה", "רחל"},
                   {"דוד", "יוסף", "איתי", "משה"},
                   {"כהן", "לוי", "מזרחי", "בן־דוד"}};
const Names arabic{{"فاطمة", "مريم", "ليلى", "عائشة"},
                   {"محمد", "عبد الرحمن", "يوسف", "عمر"},
                   {"الفاسي", "بن جلون", "الإدريسي", "آل نهيان", "خوري"}};
const Names persian{{"زهرا", "شیرین"}, {"رضا", "کوروش"}, {"حسینی", "محمدی", "پورمحمدیان"}};
const Names chinese{
    {"芳", "秀英", "静", "欣怡"}, {"伟", "强", "建国", "子轩"}, {"王", "李", "张", "欧阳", "陈"}};
const Names japanese{
    {"さくら", "陽子", "美咲"}, {"太郎", "健一", "翔太"}, {"佐藤", "鈴木", "高橋", "小笠原"}};
const Names indian{{"प्रिया", "अनन्या", "Lakshmi"},
                   {"अर्जुन", "राहुल", "Venkata Subramaniam"},
                   {"शर्मा", "पटेल", "Krishnamoorthy", "Singh"}};
const Names turkic{{"Ayşe", "Gülşen", "İpek", "Nərgiz", "Әсел"},
                   {"Çağrı", "Uğur", "İsmail", "Elçin", "Нұрсұлтан"},
                   {"Yıldız", "Öztürk", "Şahin", "Əliyev", "Қасымов"}};
const Names romanian{{"Ștefania", "Ileana", "Mihaela"},
                     {"Ștefan", "Ionuț", "Răzvan"},
                     {"Popescu", "Țăranu", "Brâncoveanu"}};
const Names hungarian{{"Erzsébet", "Zsófia"}, {"György", "Győző"}, {"Nagy", "Szűcs", "Kőszegi"}};
const Names indonesian{
    {"Sri Wahyuni", "Dewi"}, {"Budi", "Muhammad Rizky"}, {"Suharto", "Wijaya", "Nasution"}};

struct Country {
    std::string_view code;
    std::string_view nationality;
    std::string_view language;
    const Names* names;
};

const Country countries[] = {
    {"PRT", "PT", "pt-PT", &portuguese}, {"FRA", "FR", "fr-FR", &french},
    {"ESP", "ES", "es-ES", &spanish},    {"DEU", "DE", "de-DE", &german},
    {"ITA", "IT", "it-IT", &italian},    {"GBR", "GB", "en-GB", &english},
    {"BEL", "BE", "nl-BE", &dutch},      {"CN", "CA", "en-US", &english},
    {"USA", "US", "en-US", &english},    {"BRA", "BR", "pt-BR", &portuguese},
    {"RUS", "RU", "ru-RU", &cyrillic},   {"NLD", "NL", "nl-NL", &dutch},
    {"CHE", "CH", "de-CH", &german},     {"GRC", "GR", "el-GR", &greek},
    {"AUT", "AT", "de-AT", &german},     {"LUX", "LU", "fr-FR", &french},
    {"IRL", "IE", "en-GB", &english},    {"ROU", "RO", "ro-RO", &romanian},
    {"CHN", "CN", "zh-CN", &chinese},    {"NOR", "NO", "nb-NO", &nordic},
    {"SWE", "SE", "sv-SE", &nordic},     {"ISR", "IL", "he-IL", &hebrew},
    {"JPN", "JP", "ja-JP", &japanese},   {"AGO", "AO", "pt-PT", &portuguese},
    {"NZL", "NZ", "en-GB", &english},    {"POL", "PL", "pl-PL", &slavic},
    {"TUR", "TR", "tr-TR", &turkic},     {"MAR", "MA", "ar-SA", &arabic},
    {"DNK", "DK", "da-DK", &nordic},     {"CZE", "CZ", "cs-CZ", &slavic},
    {"AUS", "AU", "en-GB", &english},    {"FIN", "FI", "fi-FI", &nordic},
    {"BLR", "BY", "ru-RU", &cyrillic},   {"IND", "IN", "en-GB", &indian},
    {"LBN", "LB", "ar-SA", &arabic},     {"SRB", "RS", "sr-RS", &slavic},
    {"SVN", "SI", "sl-SI", &slavic},     {"VEN", "VE", "es-ES", &spanish},
    {"HUN", "HU", "hu-HU", &hungarian},  {"AZE", "AZ", "en-GB", &turkic},
    {"KAZ", "KZ", "ru-RU", &turkic},     {"IDN", "ID", "id-ID", &indonesian},
    {"LTU", "LT", "lt-LT", &slavic},     {"SVK", "SK", "sk-SK", &slavic},
    {"MYS", "MY", "en-GB", &indonesian}, {"CMR", "CM", "fr-FR", &french},
    {"IRN", "IR", "fa-IR", &persian},    {"CHL", "CL", "es-ES", &spanish},
    {"ARG", "AR", "es-ES", &spanish},    {"EST", "EE", "et-EE", &nordic},
    {"LVA", "LV", "lv-LV", &slavic},     {"MEX", "MX", "es-ES", &spanish},
    {"OMN", "OM", "ar-SA", &arabic},     {"PRI", "PR", "es-ES", &spanish},
    {"UKR", "UA", "uk-UA", &cyrillic},   {"ZAF", "ZA", "en-GB", &english},
};

const Country* find(std::string_view country) {
    const auto found = std::ranges::find(countries, country, &Country::code);
    return found == std::end(countries) ? nullptr : &*found;
}

std::string pick(const Words& words, SplitMix& random) {
    return std::string{words[random.below(words.size())]};
}

}  // namespace

Origin origin_of(std::string_view country) {
    const auto* known = find(country);
    if (known == nullptr) return {};
    return {std::string{known->nationality}, std::string{known->language}};
}

GuestName guest_of(std::string_view country, SplitMix& random) {
    const auto* known = find(country);
    const auto& names = known == nullptr ? english : *known->names;
    const bool is_woman = random.chance(48);
    GuestName guest;
    guest.first_name = pick(is_woman ? names.women : names.men, random);
    if (names.has_two_families && random.chance(15)) {
        guest.first_name += " " + pick(is_woman ? names.women : names.men, random);
    }
    guest.last_name = pick(names.families, random);
    if (names.has_two_families && random.chance(60))
        guest.second_last_name = pick(names.families, random);
    if (random.chance(75)) {
        guest.title = is_woman ? "Misses" : "Mister";
        guest.sex = is_woman ? "Female" : "Male";
    }
    if (random.chance(3)) guest.first_name.clear();
    return guest;
}

}  // namespace stayd::sim
