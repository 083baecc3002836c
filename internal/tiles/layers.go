package tiles

// The layers of a map that we build, in the order of drawing, with their
// kinds. The style of the browser and the still pictures know these.
//
//	land        land (where it is there, the rest is sea)
//	landuse     residential industrial public park sport cemetery grass field wood heath wetland sand
//	water       ocean lake basin river canal stream coast (areas and lines)
//	buildings   building
//	boundaries  country state county municipality district (lines)
//	roads       motorway trunk primary secondary tertiary minor pedestrian service track path, rail tram ferry
//	routes      bus
//	stops       bus rail ferry
//	places      city town village hamlet suburb locality island municipality
const (
	layerLand       = "land"
	layerLanduse    = "landuse"
	layerWater      = "water"
	layerBuildings  = "buildings"
	layerBoundaries = "boundaries"
	layerRoads      = "roads"
	layerRoutes     = "routes"
	layerStops      = "stops"
	layerPlaces     = "places"
)

var layerOrder = []string{
	layerLand, layerLanduse, layerWater, layerBuildings, layerBoundaries, layerRoads, layerRoutes, layerStops, layerPlaces,
}

// rule gives things with a tag of OpenStreetMap their class. Where several
// rules fit, the first counts.
type rule struct {
	key    string
	values []string // nil: any but "no"
	class  Class
	shape  Shape // 0: as it comes; Areas: closed ways and multipolygons only
}

func roadClass(kind string, minZoom, rank int) Class {
	return Class{Layer: layerRoads, Kind: kind, MinZoom: minZoom, Rank: rank}
}

// rules is the whole choice of what of OpenStreetMap is drawn.
var rules = []rule{
	{"highway", []string{"bus_stop"}, Class{layerStops, "bus", 13, 0}, Points},
	{"railway", []string{"station", "halt"}, Class{layerStops, "rail", 10, 1}, Points},
	{"railway", []string{"tram_stop"}, Class{layerStops, "rail", 13, 2}, Points},
	{"amenity", []string{"ferry_terminal"}, Class{layerStops, "ferry", 11, 0}, Points},
	{"public_transport", []string{"platform"}, Class{layerStops, "bus", 13, 0}, Points},

	{"place", []string{"city"}, Class{layerPlaces, "city", 0, 1}, Points},
	{"place", []string{"town"}, Class{layerPlaces, "town", 7, 2}, Points},
	{"place", []string{"village"}, Class{layerPlaces, "village", 9, 3}, Points},
	{"place", []string{"island"}, Class{layerPlaces, "island", 9, 3}, Points},
	{"place", []string{"suburb", "borough"}, Class{layerPlaces, "suburb", 11, 4}, Points},
	{"place", []string{"hamlet", "quarter"}, Class{layerPlaces, "hamlet", 12, 5}, Points},
	{"place", []string{"neighbourhood", "locality", "isolated_dwelling", "farm", "islet"}, Class{layerPlaces, "locality", 13, 6}, Points},

	{"building", nil, Class{layerBuildings, "building", 14, 0}, Areas},

	{"highway", []string{"motorway", "motorway_link"}, roadClass("motorway", 5, 1), Lines},
	{"highway", []string{"trunk", "trunk_link"}, roadClass("trunk", 6, 2), Lines},
	{"highway", []string{"primary", "primary_link"}, roadClass("primary", 7, 3), Lines},
	{"highway", []string{"secondary", "secondary_link"}, roadClass("secondary", 9, 4), Lines},
	{"highway", []string{"tertiary", "tertiary_link"}, roadClass("tertiary", 10, 5), Lines},
	{"highway", []string{"unclassified", "residential", "living_street", "road"}, roadClass("minor", 12, 6), Lines},
	{"highway", []string{"pedestrian"}, roadClass("pedestrian", 13, 7), Lines},
	{"highway", []string{"service"}, roadClass("service", 13, 8), Lines},
	{"highway", []string{"track"}, roadClass("track", 13, 9), Lines},
	{"highway", []string{"path", "footway", "cycleway", "bridleway", "steps"}, roadClass("path", 13, 10), Lines},
	{"railway", []string{"rail", "narrow_gauge"}, roadClass("rail", 8, 4), Lines},
	{"railway", []string{"tram", "light_rail", "subway"}, roadClass("tram", 12, 5), Lines},
	{"route", []string{"ferry"}, roadClass("ferry", 8, 5), Lines},
	{"route", []string{"bus", "train", "light_rail", "tram"}, Class{layerRoutes, "bus", 11, 0}, Lines},

	{"natural", []string{"coastline"}, Class{layerWater, "coast", 0, 0}, Lines},
	{"waterway", []string{"riverbank"}, Class{layerWater, "river", 6, 0}, Areas},
	{"waterway", []string{"river"}, Class{layerWater, "river", 8, 0}, Lines},
	{"waterway", []string{"canal"}, Class{layerWater, "canal", 9, 0}, Lines},
	{"waterway", []string{"stream"}, Class{layerWater, "stream", 12, 0}, Lines},
	{"waterway", []string{"ditch", "drain"}, Class{layerWater, "stream", 14, 0}, Lines},
	{"natural", []string{"water", "bay"}, Class{layerWater, "lake", 6, 0}, Areas},
	{"landuse", []string{"reservoir", "basin", "salt_pond"}, Class{layerWater, "basin", 8, 0}, Areas},
	{"leisure", []string{"swimming_pool", "marina"}, Class{layerWater, "basin", 14, 0}, Areas},

	{"natural", []string{"wood"}, landClass("wood", 7), Areas},
	{"landuse", []string{"forest"}, landClass("wood", 7), Areas},
	{"landuse", []string{"residential", "farmyard"}, landClass("residential", 8), Areas},
	{"landuse", []string{"industrial", "commercial", "retail", "railway", "quarry", "landfill", "construction"}, landClass("industrial", 9), Areas},
	{"leisure", []string{"park", "garden", "nature_reserve"}, landClass("park", 10), Areas},
	{"leisure", []string{"pitch", "sports_centre", "stadium", "golf_course", "playground", "track"}, landClass("sport", 12), Areas},
	{"landuse", []string{"recreation_ground"}, landClass("sport", 12), Areas},
	{"landuse", []string{"cemetery"}, landClass("cemetery", 12), Areas},
	{"amenity", []string{"grave_yard"}, landClass("cemetery", 12), Areas},
	{"amenity", []string{"school", "kindergarten", "university", "college", "hospital"}, landClass("public", 12), Areas},
	{"landuse", []string{"grass", "meadow", "village_green", "allotments", "greenfield"}, landClass("grass", 10), Areas},
	{"natural", []string{"grassland"}, landClass("grass", 10), Areas},
	{"natural", []string{"wetland", "mud"}, landClass("wetland", 9), Areas},
	{"natural", []string{"heath", "scrub"}, landClass("heath", 10), Areas},
	{"natural", []string{"sand", "beach", "shingle"}, landClass("sand", 10), Areas},
	{"landuse", []string{"farmland", "farm", "orchard", "vineyard", "plant_nursery"}, landClass("field", 9), Areas},
}

func landClass(kind string, minZoom int) Class { return Class{layerLanduse, kind, minZoom, 0} }
