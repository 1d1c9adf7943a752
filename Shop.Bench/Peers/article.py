"""The article's own design for comparison: Flask and SQLAlchemy, served by gunicorn.

Reads the shop's own table through the ordinary ORM and answers GET /products. libpq takes the connection from PGHOST and so on.
"""

from flask import Flask, jsonify
from sqlalchemy import Column, DateTime, Integer, Numeric, String, create_engine
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker

app = Flask(__name__)
session = scoped_session(sessionmaker(bind=create_engine("postgresql+psycopg2://")))
Base = declarative_base()


class Product(Base):
    """A product as the shop stores it."""

    __tablename__ = "products"
    __table_args__ = {"schema": "product"}

    id = Column(Integer, primary_key=True)
    name = Column(String)
    description = Column(String)
    category = Column(String)
    price = Column(Numeric(12, 2))
    currency = Column(String)
    on_hand = Column(Integer)
    reserved = Column(Integer)
    retired_at = Column(DateTime(timezone=True))

    def as_dict(self):
        """The product as the list shows it."""
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "category": self.category,
            "price": float(self.price),
            "currency": self.currency,
            "available": self.on_hand - self.reserved,
        }


@app.get("/products")
def list_products():
    """The first hundred products."""
    products = session.query(Product).filter(Product.retired_at.is_(None)).order_by(Product.id).limit(100)
    return jsonify([product.as_dict() for product in products])


@app.teardown_appcontext
def give_back_connection(_error=None):
    """A session lives as long as its request."""
    session.remove()
