"""Invoices as PDF, QR Platba, ISDOC and UBL, held to what others say of these formats."""
