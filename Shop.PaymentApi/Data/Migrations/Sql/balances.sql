-- What is on each account. Every entry takes from one account what it gives to another, so the sum over all of them is zero.
CREATE VIEW payment.balances AS
SELECT account, currency, sum(amount) AS balance
FROM (SELECT credit_account AS account, currency, amount FROM payment.ledger_entries
      UNION ALL
      SELECT debit_account, currency, -amount FROM payment.ledger_entries) AS sides
GROUP BY account, currency;
