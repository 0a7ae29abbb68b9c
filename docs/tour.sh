#!/bin/sh
# The five APIs with curl, on a running local stack (`make run`):
#
#     docs/tour.sh [URL]
#
# The default is $URL, or http://127.0.0.1:3000. It needs curl and Python 3. Each step says what it does and checks the
# answer. The first answer that is not as expected is printed, and the exit status is 1.
set -eu

URL=${1:-${URL:-http://127.0.0.1:3000}}
RUN=$(date +%s)-$$ # makes the ids of this run unique, so that the tour can be repeated
GUID=$(python3 -c 'import uuid; print(uuid.uuid4())')
cd "$(dirname "$0")/samples"
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
ANSWER=$WORK/answer
: >"$ANSWER"

fail() { # fail TEXT: print TEXT and the last answer, and end
  printf 'FAILED: %s\n' "$1" >&2
  head -c 2000 "$ANSWER" >&2
  exit 1
}

say() { printf '\n%s\n' "$1"; }

field() { # field EXPRESSION: a part of the last answer, which is JSON: field 'answer["id"]'
  python3 -c 'import json, sys; answer = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$ANSWER" "$1" 2>/dev/null ||
    fail "the answer has no $1"
}

expect() { # expect VALUE EXPRESSION: end unless that part of the last answer is VALUE
  found=$(field "$2")
  [ "$found" = "$1" ] || fail "$2 is $found, expected $1"
  printf '    %s is %s\n' "$2" "$1"
}

as() { # as CLIENT: the calls that follow carry this client's token
  curl -sS "$URL/oauth/token" -u "$1:local-only" -d grant_type=client_credentials -o "$ANSWER" || fail "$URL does not answer"
  TOKEN=$(field 'answer["access_token"]')
}

call() { # call STATUS METHOD PATH [CURL'S OPTIONS]: make a call, and end unless its status is STATUS
  expected=$1 method=$2 path=$3
  shift 3
  status=$(curl -sS -X "$method" "$URL$path" -H "Authorization: Bearer $TOKEN" -o "$ANSWER" -w '%{http_code}' "$@") ||
    fail "$method $path has no answer"
  [ "$status" = "$expected" ] || fail "$method $path: status $status, expected $expected"
  printf '  %s %s → %s\n' "$method" "$path" "$status"
}

send() { # send STATUS METHOD PATH BODY: the same with a JSON body; @FILE reads it from a file
  call "$1" "$2" "$3" -H 'Content-Type: application/json' -d "$4"
}

await() { # await VALUE EXPRESSION PATH: repeat a GET until that part of its answer is VALUE, for a minute at most
  tries=0
  while :; do
    curl -sS "$URL$3" -H "Authorization: Bearer $TOKEN" -o "$ANSWER" || fail "GET $3 has no answer"
    found=$(field "$2" 2>/dev/null) || found=
    [ "$found" != "$1" ] || break
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || fail "GET $3: $2 is not $1 after a minute"
    sleep 1
  done
  printf '  GET %s\n    %s is %s\n' "$3" "$2" "$1"
}

pdf() { # pdf PATH: download a PDF
  call 200 GET "$1"
  [ "$(head -c 5 "$ANSWER")" = %PDF- ] || fail "$1 is not a PDF"
}

say 'PIMS on demand: a practice system pushes an invoice.'
as pims-demo
send 202 POST /api/data-on-demand/invoices @push.json

say 'Invoice capture: an insurer registers its customer, and finds her invoice by its number.'
as mga-alpha
CUSTOMER=tour-$RUN
send 200 PUT "/api/v1/customers/$CUSTOMER" '{"firstName": "Ana", "lastName": "Ortiz", "email": "ana@example.com"}'
await PIMS 'answer["source"]' "/api/v1/invoice/$CUSTOMER/lookup/1234567"
expect 732.39 'answer["data"]["totalAmount"]'

say "Her photo of the invoice brings the practice's own data back."
call 200 POST "/api/v1/invoice/$CUSTOMER/process" -F invoice=@invoice.jpg
expect PIMS 'answer["source"]'

say 'A larger file goes straight to S3 by a form. Its arrival starts the OCR, and the request shows the progress.'
send 201 POST "/api/v1/invoice/$CUSTOMER/uploads" '{"contentType": "image/jpeg", "mode": "process"}'
REQUEST=$(field 'answer["requestId"]')
BUCKET=$(field 'answer["url"]')
field '"\n".join("form-string = " + json.dumps(f"{name}={value}") for name, value in answer["fields"].items())' >"$WORK/form"
curl -sS --fail --config "$WORK/form" -F file=@invoice.jpg "$BUCKET" -o "$ANSWER" || fail 'S3 does not take the file'
await completed 'answer["status"]' "/api/v1/requests/$REQUEST"
expect PIMS 'answer["source"]'

say 'Client billing: an office writes an invoice, is paid, and prints both.'
as office
call 201 POST /api/invoices
INVOICE=$(field 'answer["id"]')
send 200 PATCH "/api/invoices/$INVOICE" \
  '{"lineItems": [{"serviceId": 1, "name": "DACA", "quantity": 1, "rate": 40}], "totalCharged": 30, "billTo": "Łódź Müller"}'
send 201 POST /api/payments \
  '{"paymentDate": "2026-11-25", "paymentAmount": 30, "paymentType": "cash", "invoices": [{"invoiceId": '"$INVOICE"', "amount": 30}]}'
PAYMENT=$(field 'answer["id"]')
call 200 GET "/api/invoices/$INVOICE"
expect completed 'answer["status"]'
pdf "/api/invoices/$INVOICE/pdfs"
pdf "/api/payments/$PAYMENT/receipts"

say "Invoice jobs: a shop's order becomes a numbered PDF, which is an e-invoice."
as shop-acme
send 200 PUT /configuration/acme/configurations/invoiceNumbering \
  '{"key": "invoiceNumbering", "value": {"preText": "TOUR-__year__-", "startValue": "1000", "numberOfDigits": "6"}}'
send 200 PUT /configuration/acme/configurations/creditNoteNumbering \
  '{"key": "creditNoteNumbering", "value": {"preText": "TOUR-C-__year__-", "startValue": "1000", "numberOfDigits": "6"}}'
send 200 PUT /configuration/acme/configurations/sellerAddress '{"key": "sellerAddress", "value": {
  "name": "Acme GmbH", "street": "Hafenstraße 1", "zipCode": "20457", "city": "Hamburg", "country": "DE", "vatId": "DE123456789",
  "contact": {"name": "Max Acme", "phone": "+49 40 123456", "email": "billing@acme.example"}, "iban": "DE02120300000000202051",
  "paymentTerms": {"days": 14}, "electronicAddress": {"scheme": "9930", "id": "DE123456789"}}}'
sed "s/EON-1/TOUR-$RUN/" order.json >"$WORK/order"
send 200 PUT "/order-v2/acme/salesorders/TOUR-$RUN" "@$WORK/order"
send 201 POST /invoice/acme/jobs/invoices '{"jobType": "MANUAL", "orderIds": ["TOUR-'"$RUN"'"]}'
JOB=$(field 'answer["jobId"]')
await DONE 'answer["jobStatus"]' "/invoice/acme/jobs/invoices/$JOB"
expect SUCCESS 'answer["orders"][0]["orderStatus"]'
curl -sS --fail "$(field 'answer["orders"][0]["downloadLink"]')" -o "$ANSWER" || fail 'the link to the PDF does not work'
[ "$(head -c 5 "$ANSWER")" = %PDF- ] || fail 'the link does not lead to a PDF'
call 200 GET "/invoice/acme/jobs/invoices/$JOB"
INVOICE=$(field 'answer["orders"][0]["invoiceId"]')
call 200 GET "/invoice/acme/invoices/$INVOICE/e-invoice?format=xrechnung-ubl"
cp "$ANSWER" "$WORK/invoice.xml"

say 'A credit note takes the invoice back. A MANUAL job could then invoice the order anew.'
send 201 POST "/invoice/acme/invoices/$INVOICE/credit-note" '{}'
expect 433.72 'answer["payable"]'
call 200 GET "/invoice/acme/invoices?orderId=TOUR-$RUN"
expect 2 'len(answer)'

say 'The insurer sends the e-invoice. It is read from its data, without OCR.'
as mga-alpha
call 200 POST "/api/v1/invoice/$CUSTOMER/process" -F "invoice=@$WORK/invoice.xml"
expect E_INVOICE 'answer["readFrom"]'
expect 433.72 'answer["data"]["totalAmount"]'

say 'Provider invoices: a workshop opens a case for an insurer and reports an invoice on it.'
as workshop-north
send 200 PUT "/api/v2/cases/$GUID" '{"partnerId": "one", "plate": "ABC 123"}'
send 200 POST /api/v2/invoices \
  '[{"guid": "'"$GUID"'", "externalId": "tour-'"$RUN"'", "priceNet": 10000, "currency": "SEK", "dueDate": "2027-01-01"}]'

say 'The insurer finds it.'
as insurer-one
send 200 POST /api/v2/invoices/find \
  '{"filters": {"guid": "'"$GUID"'", "priceNet": {"$gt": 5000}}, "pagination": {"limit": 10}}'
expect 1 'answer["pagination"]["count"]'

say "The tour is complete. All endpoints, to read and to try out: $URL/docs"
