#[derive(Clone, Default, PartialEq)]
struct Settings {
    pin: Option<String>,
    names: Vec<String>,
    exclusions: Vec<String>,
    start_date_time: Option<DateTimeOffset>,
    additional: AdditionalProperties,
}

const _: () = {
    use ::graph_runtime::__private as __graph;

    #[automatically_derived]
    impl __graph::serde::Serialize for Settings {
        fn serialize<__S: __graph::serde::Serializer>(
            &self,
            __serializer: __S,
        ) -> ::core::result::Result<__S::Ok, __S::Error> {
            let mut __writer = __graph::Writer::new(
                __serializer,
                &["pin", "names", "exclusions", "startDateTime"],
                "#microsoft.graph.settings",
                ::core::option::Option::Some(&self.additional),
            );
            __writer.secret().option(&self.pin);
            __writer.list(&self.names);
            __writer.property(&self.exclusions);
            __writer.option(&self.start_date_time);
            __writer.end()
        }
    }

    #[automatically_derived]
    impl<'__de> __graph::Entity<'__de> for Settings {
        #[inline]
        fn read<__A: __graph::serde::de::MapAccess<'__de>>(
            __reader: &mut __graph::Reader<'__de, __A>,
        ) -> ::core::option::Option<Self> {
            let mut __f0 = ::core::option::Option::None;
            let mut __f1 = __graph::Vec::new();
            let mut __f2 = __graph::Vec::new();
            let mut __f3 = ::core::option::Option::None;
            loop {
                match __reader
                    .next_or_keep(|__name| match __name {
                        "pin" => 0,
                        "names" => 1,
                        "exclusions" => 2,
                        "startDateTime" => 3,
                        _ => __graph::UNKNOWN,
                    })
                {
                    0 => __reader.secret().option(&mut __f0),
                    1 => __reader.list(&mut __f1),
                    2 => __reader.list(&mut __f2),
                    3 => __reader.option(&mut __f3),
                    _ => break,
                }
            }
            ::core::option::Option::Some(Self {
                pin: __f0,
                names: __f1,
                exclusions: __f2,
                start_date_time: __f3,
                additional: __reader.additional(),
            })
        }
    }

    #[automatically_derived]
    impl<'__de> __graph::serde::Deserialize<'__de> for Settings {
        fn deserialize<__D: __graph::serde::Deserializer<'__de>>(
            __deserializer: __D,
        ) -> ::core::result::Result<Self, __D::Error> {
            __graph::read_object(__deserializer)
        }
    }

    #[automatically_derived]
    impl ::core::fmt::Debug for Settings {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("Settings")
                .field("pin", &::core::format_args!("[redacted]"))
                .field("names", &self.names)
                .field("exclusions", &self.exclusions)
                .field("start_date_time", &self.start_date_time)
                .field("additional", &self.additional)
                .finish()
        }
    }
};
