"""Which characters each bundled font draws. Written by `layers/documents/cut_fonts.py`, not by hand.

The first face that has a character draws it.
"""

from typing import NamedTuple


class Face(NamedTuple):
    """A typeface. If it has no bold font, bold is synthetic. If it is shaped, its letters join, stack or move.

    `ranges` are code points in order, each `first-last` or a single one, hexadecimal.
    """

    name: str
    has_bold: bool
    is_shaped: bool
    ranges: str


FACES = (
    Face(
        "Sans",
        True,
        False,
        "20-7e a0-ac ae-377 37a-37f 384-38a 38c 38e-3a1 3a3-3e1 3f0-52f 1ab0-1ac0 1c80-1c88 1d00-1df9 "
        "1dfb-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fc4 "
        "1fc6-1fd3 1fd6-1fdb 1fdd-1fef 1ff2-1ff4 1ff6-1ffe 2000-200a 2010-2027 202f-205f 2070-2071 "
        "2074-208e 2090-209c 20a0-20bf 20f0 2100-215f 2184 2189 25cc 2c60-2c7f 2de0-2e52 a640-a69f "
        "a700-a7bf a7c2-a7ca a7f5-a7ff a92e ab30-ab6b fb00-fb06 fe00 fe20-fe2f fffc-fffd",
    ),
    Face(
        "Arabic",
        True,
        True,
        "600-61b 61e-6dc 6de-6ff 750-77f 8a0-8b4 8b6-8be 8d3-8e1 8e3-8ff fb50-fbc1 fbd3-fd3f fd50-fd8f "
        "fd92-fdc7 fdf0-fdfd fe70-fe74 fe76-fefc",
    ),
    Face("Hebrew", True, True, "591-5c7 5d0-5ea 5f0-5f4 fb1d-fb36 fb38-fb3c fb3e fb40-fb41 fb43-fb44 fb46-fb4f"),
    Face("Thai", True, True, "e01-e3a e3f-e5b"),
    Face("Devanagari", True, True, "900-97f 1cd0-1cf6 1cf8-1cf9 2212 a830-a839 a8e0-a8ff"),
    Face(
        "Bengali",
        True,
        True,
        "980-983 985-98c 98f-990 993-9a8 9aa-9b0 9b2 9b6-9b9 9bc-9c4 9c7-9c8 9cb-9ce 9d7 9dc-9dd 9df-9e3 9e6-9fe 1cf7",
    ),
    Face(
        "Gurmukhi",
        True,
        True,
        "a01-a03 a05-a0a a0f-a10 a13-a28 a2a-a30 a32-a33 a35-a36 a38-a39 a3c a3e-a42 a47-a48 a4b-a4d a51 "
        "a59-a5c a5e a66-a76 262c",
    ),
    Face(
        "Gujarati",
        True,
        True,
        "a81-a83 a85-a8d a8f-a91 a93-aa8 aaa-ab0 ab2-ab3 ab5-ab9 abc-ac5 ac7-ac9 acb-acd ad0 ae0-ae3 ae6-af1 af9-aff",
    ),
    Face(
        "Oriya",
        True,
        True,
        "b01-b03 b05-b0c b0f-b10 b13-b28 b2a-b30 b32-b33 b35-b39 b3c-b44 b47-b48 b4b-b4d b56-b57 b5c-b5d "
        "b5f-b63 b66-b77",
    ),
    Face(
        "Tamil",
        True,
        True,
        "b82-b83 b85-b8a b8e-b90 b92-b95 b99-b9a b9c b9e-b9f ba3-ba4 ba8-baa bae-bb9 bbe-bc2 bc6-bc8 "
        "bca-bcd bd0 bd7 be6-bfa 11301 11303 1133b-1133c",
    ),
    Face(
        "Telugu",
        True,
        True,
        "c00-c0c c0e-c10 c12-c28 c2a-c39 c3d-c44 c46-c48 c4a-c4d c55-c56 c58-c5a c60-c63 c66-c6f c77-c7f",
    ),
    Face(
        "Kannada",
        True,
        True,
        "c80-c8c c8e-c90 c92-ca8 caa-cb3 cb5-cb9 cbc-cc4 cc6-cc8 cca-ccd cd5-cd6 cde ce0-ce3 ce6-cef cf1-cf2",
    ),
    Face("Malayalam", True, True, "d00-d0c d0e-d10 d12-d44 d46-d48 d4a-d4f d54-d63 d66-d7f"),
    Face(
        "Sinhala",
        True,
        True,
        "d81-d83 d85-d96 d9a-db1 db3-dbb dbd dc0-dc6 dca dcf-dd4 dd6 dd8-ddf de6-def df2-df4 111e1-111f4",
    ),
    Face(
        "Lao",
        True,
        True,
        "e81-e82 e84 e87-e88 e8a e8d e94-e97 e99-e9f ea1-ea3 ea5 ea7 eaa-eab ead-eb9 ebb-ebd ec0-ec4 ec6 "
        "ec8-ecd ed0-ed9 edc-edf",
    ),
    Face("Khmer", True, True, "1780-17dd 17e0-17e9 17f0-17f9 19e0-19ff"),
    Face("Myanmar", True, True, "1000-109f a9e0-a9fe aa60-aa7f"),
    Face("Thaana", True, True, "780-7b1"),
    Face("Adlam", True, True, "1e900-1e94b 1e950-1e959 1e95e-1e95f"),
    Face("Tibetan", False, True, "f00-f47 f49-f6c f71-f97 f99-fbc fbe-fcc fce-fda 2638"),
    Face("Syriac", False, True, "700-70d 710-74a 74d-74f 2670-2671"),
    Face("NKo", False, True, "7c0-7fa 7fd-7ff"),
    Face("Georgian", True, False, "589 10a0-10c5 10c7 10cd 10d0-10ff 1c90-1cba 1cbd-1cbf 2d00-2d25 2d27 2d2d"),
    Face("Armenian", True, False, "531-556 559-588 58a 58d-58f fb13-fb17"),
    Face(
        "Ethiopic",
        False,
        False,
        "1200-1248 124a-124d 1250-1256 1258 125a-125d 1260-1288 128a-128d 1290-12b0 12b2-12b5 12b8-12be "
        "12c0 12c2-12c5 12c8-12d6 12d8-1310 1312-1315 1318-135a 135d-137c 1380-1399 22ee 2d80-2d96 "
        "2da0-2da6 2da8-2dae 2db0-2db6 2db8-2dbe 2dc0-2dc6 2dc8-2dce 2dd0-2dd6 2dd8-2dde ab01-ab06 "
        "ab09-ab0e ab11-ab16 ab20-ab26 ab28-ab2e",
    ),
    Face("Cherokee", False, False, "13a0-13f5 13f8-13fd ab70-abbf"),
    Face("CanadianAboriginal", False, False, "1400-167f 18b0-18f5"),
    Face("Tifinagh", False, False, "2d30-2d67 2d6f-2d70 2d7f"),
    Face("OlChiki", False, False, "1c50-1c7f"),
    Face(
        "Symbols",
        False,
        False,
        "20dd-20e0 20e2-20e4 2160-2183 2185-2188 218a-218b 2190-2199 2300-230f 2311-2315 2317 231c-231f "
        "2322-2323 2329-232a 232c-2335 237c 2380-2394 2396-239a 23af 23be-23cd 23d0-23db 23e2-23e8 "
        "2460-24ff 260a-260d 2613 2624-262b 262d-262f 2639-263b 263d-2653 2669-266f 2672-267e 2690-269d "
        "26a2-26a9 26ad-26bc 26ce 26e2-26ff 271d-2721 2776-2793 2921-2922 1f100-1f10c 1f110-1f16c "
        "1f170-1f190 1f19b-1f1ac 1f546-1f549 1f54f 1f610 1f700-1f773",
    ),
    Face("Math", False, False, "219a-21ae 21b0-21e5 21f1-21f2 21f4-2211 2213-22ed 22ef-22ff"),
    Face(
        "Symbols2",
        False,
        False,
        "2316 2318 231a-231b 2324-2328 232b 237b 237d-237f 23ce-23cf 23e9-23ea 23ed-23ef 23f1-23ff "
        "25a0-25cb 25cd-2609 260e-2612 2614-2623 2630-2637 263c 2654-2668 267f-268f 269e-26a1 26aa-26ac "
        "26bd-26cd 26cf-26e1 2700-2704 2706-2709 270b-271c 2722-2727 2729-274b 274d 274f-2753 2756-2775 "
        "2794 2798-27af 27b1-27be",
    ),
    Face("Hangul", False, False, "3131-318e ac00-d7a3"),
    Face(
        "Ideographs",
        False,
        False,
        "1100-1112 1114-1115 111c-111e 1120 1122-1123 1127 1129 112b-112f 1132 1136 1140 1147 114c "
        "1157-1159 1184-1185 1188 1191-1192 1194 119e 11a1 11a8-11c2 11c7-11c8 11cc 11ce 11d3 11d7 11d9 "
        "11dc-11dd 11df 11e2 11e6-11e8 11ea-11eb 11ee 11f0-11f2 11f4 11f9 3000-3003 3005-3007 300a-3019 "
        "301c-301f 3021-3029 3041-3094 3099-309e 30a0-30f6 30fb-30fe 3105-3129 3220-3229 3231-3232 3239 "
        "327f 32a3-32a8 3303 330d 3314 3318 3322-3323 3326-3327 332b 3336 333b 3349-334a 334d 3351 3357 "
        "337b-337e 3380-3384 3388-33ca 33cd-33d3 33d5-33d6 33d8 33db-33dd 3400-4db5 4e00-9fa5 f900-fa2d "
        "fe10-fe19 fe30-fe31 fe33-fe46 fe49-fe52 fe54-fe57 fe59-fe66 fe68-fe6b ff01-ff5e ff61-ff9f "
        "ffe0-ffe6 10400 10428 1044d-1044f",
    ),
    Face(
        "FurtherIdeographs",
        False,
        False,
        "3004 3008-3009 301a-301b 3020 3030-303f 3095-3096 309f 30f7-30fa 30ff 312a-312e 3190-31ba "
        "31c0-31e3 31f0-321e 322a-3230 3233-3238 323a-327e 3280-32a2 32a9-32fe 3300-3302 3304-330c "
        "330e-3313 3315-3317 3319-3321 3324-3325 3328-332a 332c-3335 3337-333a 333c-3348 334b-334c "
        "334e-3350 3352-3356 3358-337a 337f 3385-3387 33cb-33cc 33d4 33d7 33d9-33da 33de-33ff 9fa6-9fea "
        "ff5f-ff60 ffa0-ffbe ffc2-ffc7 ffca-ffcf ffd2-ffd7 ffda-ffdc ffe8-ffee",
    ),
    Face(
        "RareIdeographs",
        False,
        False,
        "2000b 20089 200a2 200a4 201a2 20213 2032b 20371 20381 203f9 2044a 20509 205d6 20628 2074f 20807 "
        "2083a 208b9 2097c 2099d 20ad3 20b1d 20b9f 20bb7 20d45 20de1 20e64 20e6d 20e95 20f5f 21201 2123d "
        "21255 21274 2127b 212d7 212e4 212fd 2131b 21336 21344 213c4 2146d-2146e 215d7 21647 216b4 21706 "
        "21742 218bd 219c3 21c56 21d2d 21d45 21d62 21d78 21d92 21d9c 21da1 21db7 21de0 21e33-21e34 21f1e "
        "21f76 21ffa 2217b 22218 2231e 223ad 226f3 2285b 228ab 2298f 22ab8 22b46 22b4f-22b50 22ba6 22c1d "
        "22c24 22de1 231b6 231c3-231c4 231f5 23372 233d0 233d2-233d3 233d5 233da 233df 233e4 2344a-2344b "
        "23451 23465 234e4 2355a 23594 235c4 23638-2363a 23647 2370c 2371c 2373f 23763-23764 237e7 237ff "
        "23824 2383d 23a98 23c7f 23cfe 23d00 23d0e 23d40 23dd3 23df9-23dfa 23f7e 24096 24103 241c6 241fe "
        "243bc 24629 246a5 247f1 24896 24a4d 24b56 24b6f 24c16 24d14 24e0e 24e37 24e6a 24e8b 2504a 25055 "
        "25122 251a9 251cd 251e5 2521e 2524c 2542e 2548e 254d9 2550e 255a7 25771 257a9 257b4 259c4 259d4 "
        "25ae3-25ae4 25af1 25bb2 25c4b 25c64 25da1 25e2e 25e56 25e62 25e65 25ec2 25ed8 25ee8 25f23 25f5c "
        "25fd4 25fe0 25ffb 2600c 26017 26060 260ed 26270 26286 2634c 26402 2667e 266b0 2671d 268dd 268ea "
        "26951 2696f 269dd 26a1e 26a58 26a8c 26ab7 26aff 26c29 26c73 26cdd 26e40 26e65 26f94 26ff6-26ff8 "
        "270f4 2710d 27139 273da-273db 273fe 27410 27449 27614-27615 27631 27684 27693 2770e 27723 27752 "
        "27985 27a84 27bb3 27bbe 27bc7 27cb8 27da0 27e10 27fb7 2808a 280bb 28277 28282 282f3 283cd 2840c "
        "28455 2856b 285c8-285c9 286d7 286fa 28946 28949 2896b 28987-28988 289ba-289bb 28a1e 28a29 28a43 "
        "28a71 28a99 28acd 28add 28ae4 28bc1 28bef 28d10 28d71 28dfb 28e1f 28e36 28e89 28eeb 28f32 28ff8 "
        "292a0 292b1 29490 295cf 2967f 296f0 29719 29750 298c6 29a72 29ddb 29e15 29e3d 29e49 29e8a 29ec4 "
        "29edb 29ee9 29fce 2a01a 2a02f 2a082 2a0f9 2a190 2a38c 2a437 2a5f1 2a602 2a61a 2a6b2",
    ),
)
