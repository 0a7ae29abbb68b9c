from local.gateway_responses import GatewayResponses, Request

REQUEST = Request(request_id="r-1", method="GET", path="/things", stage="live")


def test_a_response_of_its_own_type_is_filled_in() -> None:
    responses = GatewayResponses(
        {
            "THROTTLED": {
                "statusCode": "429",
                "responseParameters": {
                    "gatewayresponse.header.x-request-id": "context.requestId",
                    "gatewayresponse.header.Retry-After": "'1'",
                },
                "responseTemplates": {
                    "application/json": '["$context.requestId","$context.path",$context.error.messageString]'
                },
            }
        }
    )

    answer = responses.answer("THROTTLED", REQUEST)

    assert answer == (
        429,
        {"Content-Type": "application/json", "x-request-id": "r-1", "Retry-After": "1"},
        '["r-1","/things","Too Many Requests"]',
    )


def test_a_type_without_a_response_uses_the_default_of_its_class_with_its_own_status() -> None:
    responses = GatewayResponses(
        {"DEFAULT_4XX": {"responseTemplates": {"application/json": "$context.error.responseType"}}}
    )

    answer = responses.answer("REQUEST_TOO_LARGE", REQUEST)

    assert answer == (413, {"Content-Type": "application/json"}, "REQUEST_TOO_LARGE")


def test_without_any_response_api_gateways_own_is_used() -> None:
    responses = GatewayResponses({})

    answer = responses.answer("INTEGRATION_TIMEOUT", REQUEST)

    assert answer == (504, {"Content-Type": "application/json"}, '{"message":"Endpoint request timed out"}')
