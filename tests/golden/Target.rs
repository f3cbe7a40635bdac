/// Who gets it.
#[derive(Debug, Clone, PartialEq)]
enum Target {
    Group(GroupTarget),
    AllDevices(AllDevices),
    Other(AdditionalProperties),
}

const _: () = {
    use ::graph_runtime::__private as __graph;

    #[automatically_derived]
    impl __graph::serde::Serialize for Target {
        fn serialize<__S: __graph::serde::Serializer>(
            &self,
            __serializer: __S,
        ) -> ::core::result::Result<__S::Ok, __S::Error> {
            match self {
                Self::Group(__value) => {
                    __graph::write_variant(
                        "#microsoft.graph.groupAssignmentTarget",
                        __value,
                        __serializer,
                    )
                }
                Self::AllDevices(__value) => {
                    __graph::write_variant(
                        "#microsoft.graph.allDevicesAssignmentTarget",
                        __value,
                        __serializer,
                    )
                }
                Self::Other(__value) => {
                    __graph::serde::Serialize::serialize(__value, __serializer)
                }
            }
        }
    }

    #[automatically_derived]
    impl<'__de> __graph::Entity<'__de> for Target {
        #[inline]
        fn read<__A: __graph::serde::de::MapAccess<'__de>>(
            __reader: &mut __graph::Reader<'__de, __A>,
        ) -> ::core::option::Option<Self> {
            match __reader
                .derived_type(
                    &[
                        "#microsoft.graph.groupAssignmentTarget",
                        "#microsoft.graph.allDevicesAssignmentTarget",
                    ],
                )
            {
                0 => __reader.variant(Self::Group),
                1 => __reader.variant(Self::AllDevices),
                _ => __reader.variant(Self::Other),
            }
        }
    }

    #[automatically_derived]
    impl<'__de> __graph::serde::Deserialize<'__de> for Target {
        fn deserialize<__D: __graph::serde::Deserializer<'__de>>(
            __deserializer: __D,
        ) -> ::core::result::Result<Self, __D::Error> {
            __graph::read_object(__deserializer)
        }
    }
};
